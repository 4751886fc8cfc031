package io.muster.parse;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** Reads one value as what a mapping may use of it. */
final class Scalars {

  private Scalars() {}

  /** The value that the parser stands on; an array or an object is left for the caller to skip. */
  static FieldValue read(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE ->
          new FieldValue.Text(json.getText());
      case START_OBJECT, START_ARRAY -> FieldValue.UNSUPPORTED;
      default -> FieldValue.ABSENT;
    };
  }
}
