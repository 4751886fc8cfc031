package io.muster.model;

import java.io.Serializable;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * A handful of values by name, sorted by name; never changes. There is one in memory for each
 * member of a list, so it is a single array, and it is searched from its beginning.
 */
final class SortedFields extends AbstractMap<String, String> implements Serializable {
  private static final long serialVersionUID = 1L;

  // Names and values in turn.
  private final String[] pairs;

  private SortedFields(String[] pairs) {
    this.pairs = pairs;
  }

  static SortedFields of(Map<String, String> fields) {
    if (fields instanceof SortedFields sorted) {
      return sorted;
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
  static SortedFields of(String[] namesAndValues) {
    return sorted(namesAndValues.clone());
  }

  /** Sorts in place by insertion: there are few, and most often they are in order. */
  private static SortedFields sorted(String[] pairs) {
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
    return new SortedFields(end == pairs.length ? pairs : Arrays.copyOf(pairs, end));
  }

  /** How many characters the values have together. */
  int length() {
    int length = 0;
    for (int i = 1; i < pairs.length; i += 2) {
      length += pairs[i].length();
    }
    return length;
  }

  private int indexOf(Object name) {
    for (int i = 0; i < pairs.length; i += 2) {
      if (pairs[i].equals(name)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public int size() {
    return pairs.length / 2;
  }

  @Override
  public boolean containsKey(Object name) {
    return indexOf(name) >= 0;
  }

  @Override
  public String get(Object name) {
    int index = indexOf(name);
    return index < 0 ? null : pairs[index + 1];
  }

  // As for every map, and quick for the usual one.
  @Override
  public boolean equals(Object other) {
    return other instanceof SortedFields sorted
        ? Arrays.equals(pairs, sorted.pairs)
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
      return pairs.length / 2;
    }

    @Override
    public Iterator<Map.Entry<String, String>> iterator() {
      return new Iterator<>() {
        private int next;

        @Override
        public boolean hasNext() {
          return next < pairs.length;
        }

        @Override
        public Map.Entry<String, String> next() {
          if (!hasNext()) {
            throw new NoSuchElementException();
          }
          next += 2;
          return new SimpleImmutableEntry<>(pairs[next - 2], pairs[next - 1]);
        }
      };
    }
  }
}
