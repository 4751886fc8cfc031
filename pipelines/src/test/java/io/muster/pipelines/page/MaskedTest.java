package io.muster.pipelines.page;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a page shows of a value: how it is made, and never whose it is. */
class MaskedTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no domain|no ••••••",
        "acme.com|ac••.•••",
        "jane.roe(at)x|ja••.•••(••)•",
        "Ünal GmbH|Ün•• ••••",
        "12345|1••••",
        // Of a short one even two characters would tell all.
        "abc|a••",
        "ab|••",
        "7|•",
        // A letter of two chars is one character.
        "\uD801\uDC00\uD801\uDC01\uD801\uDC02|\uD801\uDC00••"
      })
  void aValuesShapeIsItsBeginningAndWhatIsNoLetterOrDigit(String value, String shape) {
    assertThat(Masked.shape(value), is(shape));
  }

  @Test
  void nothingHasNoShape() {
    assertThat(Masked.shape(""), is(""));
  }

  @Test
  void whatWouldBreakALineIsABlank() {
    assertThat(Masked.shape("acme\r\ncom"), is("ac••  •••"));
  }

  @Test
  void aLongValueIsCutWhereItIsNoMoreSeenWhatItIs() {
    assertThat(Masked.shape("a".repeat(40)), is("aa" + "•".repeat(38)));
    assertThat(Masked.shape("a".repeat(41)), is("aa" + "•".repeat(38) + "…"));
    assertThat(Masked.shape("\uD801\uDC00".repeat(41)).codePointCount(0, 43), is(41));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no person jane.doe@acme.com here|no person ja••.•••@••••.••• here",
        "(jane@acme.com, joe@acme.com)|(ja••@••••.•••, jo•@••••.•••)",
        "call +49 30 1234567 or 7654321|call +49 •• ••••••• or 76•••••",
        // Limits, statuses and ids of lists are no telephone numbers.
        "429: 300 calls a minute, list 512345|429: 300 calls a minute, list 512345",
        "costs $1 \\ or more|costs $1 \\ or more"
      })
  void aSentenceKeepsItsWordsAndNobodysAddressOrNumber(String said, String shown) {
    assertThat(Masked.sentence(said), is(shown));
  }

  /** Of an address, no part that names somebody may be left because of a character in it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "doe'roe+1@acme.com", "doe&roe@acme.com", "doe/roe@acme.com", "doe=roe@acme.com",
        "doe!roe@acme.com", "doe~{|}^`?*#$roe@acme.com", "doe\u0301.roe@acme.com",
            "doe.röe@ácme.com"
      })
  void anAddressIsMaskedWhole(String address) {
    String shown = Masked.sentence("no such person: " + address);
    assertThat(shown, shown.contains("doe"), is(false));
    assertThat(shown, shown.contains("roe"), is(false));
    assertThat(shown.startsWith("no such person: do"), is(true));
  }
}
