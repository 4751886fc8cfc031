package io.muster.sandbox.demandbase;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CsvReaderTest {

  private static List<List<String>> read(String csv) throws IOException {
    CsvReader reader = new CsvReader(new StringReader(csv));
    List<List<String>> records = new ArrayList<>();
    for (Optional<List<String>> next = reader.next(); next.isPresent(); next = reader.next()) {
      records.add(next.get());
    }
    return records;
  }

  @Test
  void readsRecordsWithEitherLineEndAndNoneAtTheEnd() throws Exception {
    List<List<String>> expected = List.of(List.of("a", "b"), List.of("c", ""));
    assertThat(read("a,b\r\nc,\r\n"), is(expected));
    assertThat(read("a,b\nc,"), is(expected));
    assertThat(read(""), is(List.of()));
  }

  @Test
  void readsQuotedFields() throws Exception {
    assertThat(
        read("\"a,1\",\"say \"\"hi\"\"\",\"two\r\nlines\",\"\"\r\n"),
        is(List.of(List.of("a,1", "say \"hi\"", "two\r\nlines", ""))));
  }

  @Test
  void refusesBrokenQuotes() {
    assertThrows(CsvReader.Malformed.class, () -> read("\"a"));
    assertThrows(CsvReader.Malformed.class, () -> read("\"a\"b,c"));
    assertThrows(CsvReader.Malformed.class, () -> read("a\"b\",c"));
    assertThrows(CsvReader.Malformed.class, () -> read("a\rb"));
  }
}
