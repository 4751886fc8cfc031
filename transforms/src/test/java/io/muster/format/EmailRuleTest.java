package io.muster.format;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailRuleTest {

  private final EmailRule rule = new EmailRule();

  @ParameterizedTest
  @CsvSource({
    "jane@example.com, jane@example.com",
    "'  P162@EXAMPLE.COM ', p162@example.com",
    "Jane.Doe+news@Acme.co.uk, jane.doe+news@acme.co.uk",
    "o'brien@acme.com, o'brien@acme.com",
    "j_d-1@sub.acme.com, j_d-1@sub.acme.com",
    "j\u00f6rg@acme.com, j\u00f6rg@acme.com",
    "jo\u0308rg@acme.com, jo\u0308rg@acme.com",
    "jane@M\u00fcnchen.de, jane@m\u00fcnchen.de",
    "jane@xn--mnchen-3ya.de, jane@xn--mnchen-3ya.de",
  })
  void trimsAndLowersAPlainAddress(String text, String expected) {
    assertThat(rule.normalise(text), equalTo(new Normalised.Value(expected)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jane.doe",
        "jane.doe@",
        "@example.com",
        "jane@@example.com",
        "jane doe@example.com",
        "jane @example.com",
        "jane@ example.com",
        "jane@localhost",
        "jane@example",
        "jane@acme.internal",
        "jane@co.uk",
        "jane@example..com",
        "jane@example.com.",
        "jane@exa_mple.com",
        "jane@-example.com",
        "jane@[192.0.2.1]",
        "jane@192.0.2.1",
        "Jane Doe <jane@example.com>",
        "<jane@example.com>",
        "\"jane doe\"@example.com",
        "\"jane\"@example.com",
        "jane(home)@example.com",
        "jane@example.com;joe@example.com",
        "jane@example.com,joe@example.com",
        "mailto:jane@example.com",
        "@a.com:jane@example.com",
        ".jane@example.com",
        "jane.@example.com",
        "ja..ne@example.com",
        "jane@example.com\u200b",
        "ja\u0000ne@example.com",
        "ja\u0080ne@example.com",
      })
  void refusesWhatIsNoBareAddress(String text) {
    assertThat(rule.normalise(text), instanceOf(Normalised.Invalid.class));
  }

  @Test
  void takesAnAddressOfTheLongestLengthThereIs() {
    String most = "x".repeat(64) + "@" + "y.".repeat(93) + "com";
    assertThat(most.length(), is(254));
    assertThat(rule.normalise(most), equalTo(new Normalised.Value(most)));
    assertThat(
        ((Normalised.Invalid) rule.normalise(most.replace("com", "info"))).words(),
        containsString("longer"));
  }

  @Test
  void refusesAVeryLongAddressAndAVeryLongLocalPart() {
    assertThat(rule.normalise("x".repeat(65) + "@acme.com"), instanceOf(Normalised.Invalid.class));
    assertThat(
        rule.normalise("x".repeat(64) + "@" + "y.".repeat(120) + "com"),
        instanceOf(Normalised.Invalid.class));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8",
        " 5E884898DA28047151D0E56F8DC6292773603D0D6AABBDD62A11EF721D1542D8 ",
        "5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8",
        "5f4dcc3b5aa765d61d8327deb882cf99"
      })
  void saysThatAHashIsNotWanted(String text) {
    Normalised normalised = rule.normalise(text);
    assertThat(normalised, instanceOf(Normalised.Invalid.class));
    assertThat(((Normalised.Invalid) normalised).words(), containsString("plain"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5f4dcc3b5aa765d61d8327deb882cf9", // a digit short
        "5f4dcc3b5aa765d61d8327deb882cfgg"
      })
  void takesNothingElseForAHash(String text) {
    assertThat(((Normalised.Invalid) rule.normalise(text)).words(), not(containsString("hashed")));
  }
}
