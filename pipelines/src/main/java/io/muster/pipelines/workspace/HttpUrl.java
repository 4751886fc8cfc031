package io.muster.pipelines.workspace;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The address of a vendor's API. No message repeats it: people put credentials in addresses. */
final class HttpUrl implements ValueReader<String> {
  static final HttpUrl READER = new HttpUrl();

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|.+\\.localhost|127(\\.\\d{1,3}){3}|\\[(::1|0:0:0:0:0:0:0:1)]");

  private HttpUrl() {}

  @Override
  public Optional<String> read(YamlValue value) {
    return value.text().flatMap(text -> parse(text.strip(), value.place()));
  }

  private static Optional<String> parse(String text, Place place) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      return refuse(place);
    }
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    boolean plain = scheme.equals("http");
    if ((!plain && !scheme.equals("https")) || uri.getHost() == null || uri.getPort() > 65_535) {
      return refuse(place);
    }
    if (uri.getRawUserInfo() != null) {
      place.mistake("it holds a user or a password", "take them out: credentials stand in auth");
      return Optional.empty();
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      place.mistake("it has a query (?) or a fragment (#)", "end it with the path");
      return Optional.empty();
    }
    if (plain && !LOOPBACK.matcher(uri.getHost().toLowerCase(Locale.ROOT)).matches()) {
      place.warning(
          "credentials and members would travel unencrypted over http",
          "write https, unless it is a sandbox in your own network");
    }
    return Optional.of(text);
  }

  private static Optional<String> refuse(Place place) {
    place.mistake("it is not an http or https URL", "write one such as https://api.example.com/v1");
    return Optional.empty();
  }
}
