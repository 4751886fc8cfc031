package io.muster.pipelines.registry;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A PostgreSQL server, its URL taken apart so that the credentials are apart from it.
 *
 * @param address the URL without credentials and parameters
 * @param parameters the URL's other parameters, as they were written
 */
record RegistryServer(
    String address, List<String> parameters, Optional<String> user, Optional<String> password)
    implements RegistryLocation {

  private static final String PREFIX = "jdbc:postgresql:";

  /** The user info ends at the last @ before the path; the driver itself knows no user info. */
  private static final Pattern PARTS =
      Pattern.compile(
          "jdbc:postgresql:(?<slashes>//)?(?:(?<user>[^/?@:]*)(?::(?<password>[^/?]*))?@)?"
              + "(?<rest>[^?]*)(?:\\?(?<parameters>.*))?",
          Pattern.DOTALL);

  private static final String HOST = "(?:\\[[^\\]@]*\\]|[^:\\[\\]/@,]*)(?::[0-9]*)?";

  /** Hosts with ports, then the database; anything else may be a piece of a password. */
  private static final Pattern REST = Pattern.compile(HOST + "(?:," + HOST + ")*(?:/[^@/]*)?");

  RegistryServer {
    parameters = List.copyOf(parameters);
  }

  static RegistryServer parse(String url) {
    Matcher parts = PARTS.matcher(url);
    if (!parts.matches()) {
      throw RegistryException.ofSetUp(
          "state.registry",
          "the registry can't be kept in a database of this kind",
          "name a folder, or a URL that begins with " + PREFIX + "//");
    }
    if (!REST.matcher(parts.group("rest")).matches()) {
      throw unreadable();
    }
    Optional<String> user = decoded(parts.group("user"), false);
    Optional<String> password = decoded(parts.group("password"), false);
    List<String> others = new ArrayList<>();
    for (String parameter :
        Optional.ofNullable(parts.group("parameters")).orElse("").split("&", -1)) {
      if (parameter.startsWith("user=")) {
        user = decoded(parameter.substring("user=".length()), true);
      } else if (parameter.startsWith("password=")) {
        password = decoded(parameter.substring("password=".length()), true);
      } else if (parameter.indexOf('=') > 0) {
        others.add(parameter);
      } else if (!parameter.isEmpty()) {
        throw unreadable();
      }
    }
    String slashes = Optional.ofNullable(parts.group("slashes")).orElse("");
    return new RegistryServer(PREFIX + slashes + parts.group("rest"), others, user, password);
  }

  /** Shows nothing of the URL: what is where in it isn't known. */
  private static RegistryException unreadable() {
    return RegistryException.ofSetUp(
        "state.registry",
        "the URL can't be read",
        "write it as jdbc:postgresql://HOST:PORT/DATABASE?NAME=VALUE&..., a special character of a"
            + " user or a password percent-encoded");
  }

  /** What the driver gets: all but the credentials. */
  String driverUrl() {
    return parameters.isEmpty() ? address : address + "?" + String.join("&", parameters);
  }

  @Override
  public boolean holdsPassword() {
    return password.isPresent()
        || parameters.stream().anyMatch(parameter -> parameter.startsWith("sslpassword="));
  }

  @Override
  public String forWorkers() {
    if (holdsPassword()) {
      throw RegistryException.ofSetUp(
          toString(),
          "the URL holds a password, which would be written into the job",
          "take it out of state.registry and set PGPASSWORD, or use PostgreSQL's password file,"
              + " wherever the job runs");
    }
    return user.map(name -> new RegistryServer(address, withUser(name), user, password).driverUrl())
        .orElseGet(this::driverUrl);
  }

  private List<String> withUser(String name) {
    List<String> all = new ArrayList<>(parameters);
    all.add("user=" + URLEncoder.encode(name, StandardCharsets.UTF_8));
    return all;
  }

  /** The address and the user; parameters may hold secrets. */
  @Override
  public String toString() {
    return user.map(name -> address + " as " + name).orElse(address);
  }

  private static Optional<String> decoded(String text, boolean form) {
    if (text == null) {
      return Optional.empty();
    }
    try {
      // Only a form's blanks are written as +.
      String escaped = form ? text : text.replace("+", "%2B");
      return Optional.of(URLDecoder.decode(escaped, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.of(text);
    }
  }
}
