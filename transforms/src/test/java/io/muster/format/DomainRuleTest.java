package io.muster.format;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;

import com.ibm.icu.text.IDNA;
import io.muster.delivery.Seeds;
import io.muster.model.Reason;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DomainRuleTest {

  private final DomainRule rule = new DomainRule();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "acme.com|acme.com",
        "  Acme.COM \t|acme.com",
        "\u00a0acme.com\u2003|acme.com",
        "www.acme.com|acme.com",
        "WWW.acme.com|acme.com",
        "www.www.acme.com|www.acme.com",
        "www2.acme.com|www2.acme.com",
        "wwwacme.com|wwwacme.com",
        "shop.acme.com|shop.acme.com",
        "https://acme.com|acme.com",
        "HTTPS://www.Acme.com/About?x=1#y|acme.com",
        "ftp://acme.com|acme.com",
        "svn+ssh://acme.com|acme.com",
        "z39.50s://acme.com|acme.com",
        "//acme.com/x|acme.com",
        "acme.com//x|acme.com",
        "acme.com/|acme.com",
        "acme.com/a@b|acme.com",
        "acme.com?utm=1|acme.com",
        "acme.com#top|acme.com",
        "acme.com?u=http://other.com|acme.com",
        "acme.com:8080|acme.com",
        "acme.com:90|acme.com",
        "acme.com:65535|acme.com",
        "acme.com:|acme.com",
        "http://acme.com:80/x:y|acme.com",
        "acme.com.|acme.com",
        "http://www.acme.com.:443/|acme.com",
        "acme.co.uk|acme.co.uk",
        "www.acme.co.uk|acme.co.uk",
        "example.com|example.com",
        "github.io|github.io",
        "myshopify.com|myshopify.com",
        "acme.github.io|acme.github.io",
        "city.kawasaki.jp|city.kawasaki.jp",
        "1.2.3.4.com|1.2.3.4.com",
        "3m.com|3m.com",
        "a-b.com|a-b.com",
        "a--b.com|a--b.com",
        "m\u00fcnchen.de|xn--mnchen-3ya.de",
        "M\u00dcNCHEN.de|xn--mnchen-3ya.de",
        "mu\u0308nchen.de|xn--mnchen-3ya.de",
        "xn--mnchen-3ya.de|xn--mnchen-3ya.de",
        "XN--MNCHEN-3YA.DE|xn--mnchen-3ya.de",
        "stra\u00dfe.de|xn--strae-oqa.de",
        "\ud83d\udca9.la|xn--ls8h.la",
        "\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444|xn--e1afmkfd.xn--p1ai",
        "\u98df\u72ee.\u516c\u53f8.cn|xn--85x722f.xn--55qx5d.cn",
        "acme\u3002com|acme.com",
        "acme.com\u3002|acme.com",
        "\uff41cme.com|acme.com",
        "ac\u00adme.com|acme.com",
        "acme.com\u200b|acme.com",
      })
  void reducesAnAddressToItsBareHost(String text, String expected) {
    assertThat(rule.normalise(text), equalTo(new Normalised.Value(expected)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "acme",
        "localhost",
        "com",
        "www.com",
        "co.uk",
        "www.co.uk",
        "foo.ck",
        "\u516c\u53f8.cn",
        "acme.internal",
        "acme.notarealsuffix",
        "acme.example",
        "jane@acme.com",
        "https://jane:pw@acme.com/",
        "mailto:jane@acme.com",
        "192.0.2.10",
        "http://192.0.2.10:8080/",
        "192.0.2.10.",
        "[2001:db8::1]",
        "2001:db8::1",
        "12345",
        "true",
        "https://",
        "https:///about",
        "http://www./",
        "www.",
        ".",
        "..",
        "/",
        "?x",
        ".acme.com",
        "acme..com",
        "acme.com..",
        "-acme.com",
        "acme-.com",
        "ab--cd.com",
        "ac_me.com",
        "ac me.com",
        "acme.com, acme.de",
        "acme.com;acme.de",
        "acme.com:http",
        "acme.com:80:80",
        "acme.com:65536",
        "acme.com:123456",
        "https://https://acme.com",
        "://acme.com",
        "1a://acme.com",
        "a_b://acme.com",
        "xn--99999999.de",
        "xn--a.de",
        "1\u05d0.com",
        "a\u200db.com",
        "acme.com\\about",
        "ac\u0000me.com",
        "\u00ad",
        "\u00ad.com",
        "n/a",
        "-",
        "acme.c\u043em",
        "acme.com\ufffd",
      })
  void refusesWhatIsNoDomainUnderAPublicSuffix(String text) {
    Normalised normalised = rule.normalise(text);
    assertThat(normalised, instanceOf(Normalised.Invalid.class));
    assertThat(((Normalised.Invalid) normalised).reason(), is(Reason.INVALID_FORMAT));
  }

  @Test
  void holdsToTheLimitsOfNames() {
    assertThat(isValid("x".repeat(63) + ".com"), is(true));
    assertThat(isValid("x".repeat(64) + ".com"), is(false));
    String label = "x".repeat(63) + ".";
    String most = label.repeat(3) + "y".repeat(253 - 3 * 64 - 4) + ".com";
    assertThat(most.length(), is(253));
    assertThat(isValid(most), is(true));
    assertThat(isValid(most + "."), is(true));
    assertThat(isValid("z" + most), is(false));
    assertThat(isValid("\u00fc".repeat(60) + ".com"), is(false));
    assertThat(isValid("a.".repeat(125) + "com"), is(true));
    String mapped = label.repeat(3) + "\u00fc".repeat(40) + ".com";
    assertThat(isValid("\u00fc".repeat(40) + ".com"), is(true));
    assertThat(isValid(mapped), is(true));
    assertThat(isValid("zz" + mapped.substring(1)), is(false));
    assertThat(isValid(label + mapped), is(false));
  }

  @Test
  void saysWhatIsWrongWithAnAddressOfAPerson() {
    for (String text : List.of("jane@acme.com", "@acme.com")) {
      assertThat(((Normalised.Invalid) rule.normalise(text)).words(), containsString("has an @"));
    }
  }

  private boolean isValid(String text) {
    return rule.normalise(text) instanceof Normalised.Value;
  }

  static LongStream seeds() {
    return Seeds.orSoMany(1);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void leavesOutOfIcuOnlyWhatIcuWouldLeaveAsItIs(long seed) {
    IDNA icu =
        IDNA.getUTS46Instance(
            IDNA.NONTRANSITIONAL_TO_ASCII
                | IDNA.NONTRANSITIONAL_TO_UNICODE
                | IDNA.USE_STD3_RULES
                | IDNA.CHECK_BIDI
                | IDNA.CHECK_CONTEXTJ);
    Random random = Seeds.random(seed);
    for (int i = 0; i < 100_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int c = random.nextInt(12); c >= 0; c--) {
        text.append("abXZ019--..xn_\u00fc\u00df".charAt(random.nextInt(16)));
      }
      String host = text.append(".com").toString();
      IDNA.Info info = new IDNA.Info();
      String ascii = icu.nameToASCII(host, new StringBuilder(), info).toString();
      Normalised normalised = rule.normaliseHost(host);
      assertThat(host, normalised instanceof Normalised.Value, is(!info.hasErrors()));
      if (normalised instanceof Normalised.Value value) {
        assertThat(host, value.text(), equalTo(ascii));
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void changesNothingAtASecondTimeUnlessThereIsAnotherWwwToCut(long seed) {
    Random random = Seeds.random(seed);
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int c = random.nextInt(14); c >= 0; c--) {
        text.append("acw.:/@-?# \u00fc\u3002\ud83d\udca90".charAt(random.nextInt(16)));
      }
      if (rule.normalise(text.append(".com").toString()) instanceof Normalised.Value value
          && !value.text().startsWith("www.")) {
        assertThat(text.toString(), rule.normalise(value.text()), equalTo(value));
      }
    }
  }
}
