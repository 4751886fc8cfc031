package io.muster.pipelines.workspace;

import io.muster.destination.DestinationSpec;
import io.muster.destination.ValueForm;
import java.util.Optional;

/**
 * A short text that is the vendor's own, in the form that its destination asks for.
 *
 * @param spec nothing where the destination is unknown: then any text may be right
 * @param name of an option, or {@code account}
 */
record VendorValue(Optional<DestinationSpec> spec, String name) implements ValueReader<String> {

  @Override
  public Optional<String> read(YamlValue value) {
    return Name.READER.read(value).filter(text -> isRight(text, value.place()));
  }

  private boolean isRight(String text, Place place) {
    Optional<ValueForm> missed =
        spec.map(one -> one.forms().get(name)).filter(form -> !form.fits(text));
    missed.ifPresent(
        form ->
            place.mistake(
                "%s is no %s of %s".formatted(Quoted.of(text), name, spec.get().name()),
                form.mend()));
    return missed.isEmpty();
  }
}
