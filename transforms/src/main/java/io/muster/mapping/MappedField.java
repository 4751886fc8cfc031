package io.muster.mapping;

import io.muster.destination.TargetField;
import io.muster.format.FormatRule;
import io.muster.workspace.SourcePath;

/**
 * One mapping, made ready for many records.
 *
 * @param index where a profile change keeps the source's value
 */
record MappedField(int index, SourcePath source, TargetField target, FormatRule rule) {

  /** Whether a change without a valid value of it is excluded. */
  boolean isRequired() {
    return target.need() == TargetField.Need.MANDATORY && !target.blankAllowed();
  }
}
