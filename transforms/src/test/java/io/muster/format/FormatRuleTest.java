package io.muster.format;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.muster.model.Reason;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class FormatRuleTest {

  private static Normalised normalise(Format format, String text) {
    return FormatRule.of(format).normalise(text);
  }

  static Stream<Arguments> values() {
    return Stream.of(
        arguments(Format.NAME, "Acme Inc.", "Acme Inc."),
        arguments(Format.NAME, " Acme  Inc. ", "Acme Inc."),
        arguments(Format.NAME, "Acme Inc. ", "Acme Inc."),
        arguments(Format.NAME, "Acme\tInc.", "Acme Inc."),
        arguments(Format.NAME, "\tAcme\u00a0\u2003\u3000Inc.\r\n", "Acme Inc."),
        arguments(Format.NAME, "A\u0000\u0007B", "A B"),
        arguments(Format.NAME, "ACME acme", "ACME acme"),
        arguments(Format.NAME, "=HYPERLINK(\"x\")", "=HYPERLINK(\"x\")"),
        arguments(Format.NAME, "\ud83d\ude80 \u05e9\u05dc", "\ud83d\ude80 \u05e9\u05dc"),
        arguments(Format.IDENTIFIER, " CRM|X  1 ", "CRM|X  1"),
        arguments(Format.URL, "linkedin.com/company/acme", "https://linkedin.com/company/acme"),
        arguments(
            Format.URL,
            " HTTP://WWW.LinkedIn.com/Company/Acme/?a=B#c ",
            "http://www.linkedin.com/Company/Acme/?a=B#c"),
        arguments(Format.URL, "//acme.com", "https://acme.com"),
        arguments(Format.URL, "https://acme.com:8443", "https://acme.com:8443"),
        arguments(Format.URL, "https://m\u00fcnchen.de/\u00fc", "https://xn--mnchen-3ya.de/\u00fc"),
        arguments(Format.URL, "acme.com?u=http://other.com", "https://acme.com?u=http://other.com"),
        arguments(Format.ORGANIZATION_URN, "urn:li:organization:1035", "urn:li:organization:1035"),
        arguments(
            Format.ORGANIZATION_URN, " URN:LI:Organization:1035 ", "urn:li:organization:1035"),
        arguments(Format.ORGANIZATION_URN, "1035", "urn:li:organization:1035"),
        arguments(Format.ORGANIZATION_URN, "90", "urn:li:organization:90"),
        arguments(Format.COUNTRY, "DE", "DE"),
        arguments(Format.COUNTRY, " gb ", "GB"));
  }

  @ParameterizedTest
  @MethodSource("values")
  void writesAValueInItsOneForm(Format format, String text, String expected) {
    assertThat(normalise(format, text), equalTo(new Normalised.Value(expected)));
    assertThat(normalise(format, expected), equalTo(new Normalised.Value(expected)));
  }

  static Stream<Arguments> otherValues() {
    return Stream.of(
        arguments(Format.NAME, "\u200b\u200b"),
        arguments(Format.NAME, "\u0000\u0001"),
        arguments(Format.URL, "ftp://acme.com"),
        arguments(Format.URL, "javascript:alert(1)"),
        arguments(Format.URL, "mailto:jane@acme.com"),
        arguments(Format.URL, "https://jane@acme.com/"),
        arguments(Format.URL, "https://"),
        arguments(Format.URL, "https://acme/x"),
        arguments(Format.URL, "https://192.0.2.1/"),
        arguments(Format.URL, "https://acme.com/a b"),
        arguments(Format.URL, "https://acme.com/a\u0007b"),
        arguments(Format.URL, "https://acme.com:x/"),
        arguments(Format.ORGANIZATION_URN, "urn:li:organization:"),
        arguments(Format.ORGANIZATION_URN, "urn:li:company:1"),
        arguments(Format.ORGANIZATION_URN, "12x"),
        arguments(Format.ORGANIZATION_URN, "\u0661"),
        arguments(Format.COUNTRY, "Germany"),
        arguments(Format.COUNTRY, "DEU"),
        arguments(Format.COUNTRY, "XX"),
        arguments(Format.COUNTRY, "UK"));
  }

  @ParameterizedTest
  @MethodSource("otherValues")
  void refusesAValueOfAnotherForm(Format format, String text) {
    Normalised normalised = normalise(format, text);
    assertThat(normalised, instanceOf(Normalised.Invalid.class));
    assertThat(((Normalised.Invalid) normalised).reason(), is(Reason.INVALID_FORMAT));
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void hasARuleForEveryFormat(Format format) {
    assertThat(FormatRule.of(format), instanceOf(FormatRule.class));
  }

  @Test
  void countsTheCharactersOfANameAfterItsBlanksAreCut() {
    String most = "n".repeat(255);
    String rockets = "\ud83d\ude80".repeat(255);
    assertThat(normalise(Format.NAME, "  " + most + " "), equalTo(new Normalised.Value(most)));
    assertThat(normalise(Format.NAME, rockets), equalTo(new Normalised.Value(rockets)));
    Normalised tooLong = normalise(Format.NAME, most + "n");
    assertThat(((Normalised.Invalid) tooLong).reason(), is(Reason.TOO_LONG));
  }
}
