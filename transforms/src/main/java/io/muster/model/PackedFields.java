package io.muster.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * A handful of values by name, sorted by name; never changes. There is one in memory for each
 * member of a list, and most are only handed on: so the values are one array of UTF-8, of which a
 * string is made when somebody asks for it. Half of a surrogate pair, which is no text, becomes a
 * question mark.
 */
public final class PackedFields extends AbstractMap<String, String> implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Bytes. */
  private static final int USUAL_VALUE = 32;

  private static final int SEVEN_BITS = 0x7F;
  private static final int MORE = 0x80;
  // Of a byte of UTF-8.
  private static final int KIND = 0xC0;
  private static final int CONTINUES = 0x80;
  private static final int OF_FOUR_BYTES = 0xF0;

  private final String[] names;
  // Each with its length before it, seven bits a byte and the lowest first.
  private final byte[] values;

  private PackedFields(String[] names, byte[] values) {
    this.names = names;
    this.values = values;
  }

  /** What is asked of each field, without a string made of it. */
  public interface Reader {

    /**
     * Reads a field.
     *
     * @param bytes where the value is, not to be changed: its length as Beam's {@code VarInt}, and
     *     its UTF-8
     */
    void read(String name, byte[] bytes, int from, int length) throws IOException;
  }

  static PackedFields of(Map<String, String> fields) {
    if (fields instanceof PackedFields packed) {
      return packed;
    }
    String[] pairs = new String[2 * fields.size()];
    int next = 0;
    for (Map.Entry<String, String> field : fields.entrySet()) {
      pairs[next++] = field.getKey();
      pairs[next++] = field.getValue();
    }
    return sorted(pairs);
  }

  /** Of names and values in turn; of a name that comes twice the last value counts. */
  static PackedFields of(String[] namesAndValues) {
    return sorted(namesAndValues.clone());
  }

  /**
   * Of what {@link #each} has shown.
   *
   * @param names ascending; not to be changed from now on, and best shared with other members
   * @param values one behind the other; not to be changed from now on
   * @throws IllegalArgumentException when the names are not in their order
   */
  public static PackedFields ofPacked(String[] names, byte[] values) {
    for (int i = 1; i < names.length; i++) {
      if (names[i - 1].compareTo(names[i]) >= 0) {
        throw new IllegalArgumentException("not in their order: " + Arrays.toString(names));
      }
    }
    return new PackedFields(names, values);
  }

  /** Sorts by insertion: there are few, and most often they are in order. */
  private static PackedFields sorted(String[] pairs) {
    int end = 0;
    for (int next = 0; next < pairs.length; next += 2) {
      String name = pairs[next];
      String value = pairs[next + 1];
      int place = end;
      while (place > 0 && pairs[place - 2].compareTo(name) > 0) {
        place -= 2;
      }
      if (place > 0 && pairs[place - 2].equals(name)) {
        pairs[place - 1] = value;
        continue;
      }
      System.arraycopy(pairs, place, pairs, place + 2, end - place);
      pairs[place] = name;
      pairs[place + 1] = value;
      end += 2;
    }
    return pack(pairs, end);
  }

  private static PackedFields pack(String[] pairs, int end) {
    String[] names = new String[end / 2];
    ByteArrayOutputStream values = new ByteArrayOutputStream(USUAL_VALUE * names.length);
    for (int i = 0; i < names.length; i++) {
      names[i] = pairs[2 * i];
      byte[] text = pairs[2 * i + 1].getBytes(StandardCharsets.UTF_8);
      int rest = text.length;
      while (rest > SEVEN_BITS) {
        values.write(rest | MORE);
        rest >>>= 7;
      }
      values.write(rest);
      values.writeBytes(text);
    }
    return new PackedFields(names, values.toByteArray());
  }

  /** Walks over the values. */
  private final class Cursor {
    // Of the value: where its length is, where its text is, and where the next one is.
    private int begin;
    private int text;
    private int end;

    void next() {
      begin = end;
      text = end;
      int length = 0;
      int shift = 0;
      byte part;
      do {
        part = values[text++];
        length |= (part & SEVEN_BITS) << shift;
        shift += 7;
      } while (part < 0);
      end = text + length;
    }

    String value() {
      return new String(values, text, end - text, StandardCharsets.UTF_8);
    }
  }

  /** Shows each field, sorted by name. */
  public void each(Reader reader) throws IOException {
    Cursor cursor = new Cursor();
    for (String name : names) {
      cursor.next();
      reader.read(name, values, cursor.begin, cursor.end - cursor.begin);
    }
  }

  /** How many characters the values have together. */
  int length() {
    int length = 0;
    Cursor cursor = new Cursor();
    for (int field = 0; field < names.length; field++) {
      cursor.next();
      for (int i = cursor.text; i < cursor.end; i++) {
        int octet = values[i] & 0xFF;
        if ((octet & KIND) != CONTINUES) {
          length += octet >= OF_FOUR_BYTES ? 2 : 1;
        }
      }
    }
    return length;
  }

  private int indexOf(Object name) {
    for (int i = 0; i < names.length; i++) {
      if (names[i].equals(name)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public int size() {
    return names.length;
  }

  @Override
  public boolean containsKey(Object name) {
    return indexOf(name) >= 0;
  }

  @Override
  public String get(Object name) {
    int index = indexOf(name);
    if (index < 0) {
      return null;
    }
    Cursor cursor = new Cursor();
    for (int i = 0; i <= index; i++) {
      cursor.next();
    }
    return cursor.value();
  }

  // As for every map, and quick for the usual one.
  @Override
  public boolean equals(Object other) {
    return other instanceof PackedFields packed
        ? Arrays.equals(values, packed.values) && Arrays.equals(names, packed.names)
        : super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }

  @Override
  public Set<Map.Entry<String, String>> entrySet() {
    return new Entries();
  }

  private final class Entries extends AbstractSet<Map.Entry<String, String>> {

    @Override
    public int size() {
      return names.length;
    }

    @Override
    public Iterator<Map.Entry<String, String>> iterator() {
      Cursor cursor = new Cursor();
      return new Iterator<>() {
        private int next;

        @Override
        public boolean hasNext() {
          return next < names.length;
        }

        @Override
        public Map.Entry<String, String> next() {
          if (!hasNext()) {
            throw new NoSuchElementException();
          }
          cursor.next();
          return new SimpleImmutableEntry<>(names[next++], cursor.value());
        }
      };
    }
  }
}
