package io.muster.coders;

import io.muster.parse.ProfileChange;
import java.lang.reflect.RecordComponent;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** All that is in a value, as text: records hold arrays of bytes, which equal only themselves. */
final class Shape {

  private Shape() {}

  static String of(Object value) {
    StringBuilder text = new StringBuilder();
    append(value, text);
    return text.toString();
  }

  private static void append(Object value, StringBuilder text) {
    if (value instanceof byte[] bytes) {
      text.append(HexFormat.of().formatHex(bytes));
    } else if (value instanceof List<?> list) {
      text.append('[');
      list.forEach(each -> append(each, text.append(' ')));
      text.append(']');
    } else if (value instanceof Map<?, ?> map) {
      text.append('{');
      map.forEach(
          (key, each) -> {
            append(key, text.append(' '));
            append(each, text.append('='));
          });
      text.append('}');
    } else if (value instanceof Record record) {
      text.append(record.getClass().getSimpleName()).append('(');
      for (RecordComponent component : record.getClass().getRecordComponents()) {
        append(part(component, record), text.append(component.getName()).append(": "));
        text.append("; ");
      }
      text.append(')');
    } else if (value instanceof ProfileChange change) {
      append(change.profileId(), text);
      append(change.memberships(), text);
      append(change.origin(), text);
    } else if (value instanceof String string) {
      text.append('"').append(string).append('"');
    } else {
      text.append(value);
    }
  }

  private static Object part(RecordComponent component, Record record) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a record's own accessor failed: " + component, e);
    }
  }
}
