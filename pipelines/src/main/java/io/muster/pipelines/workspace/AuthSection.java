package io.muster.pipelines.workspace;

import io.muster.destination.DestinationSpec;
import io.muster.destination.DestinationSpec.AuthKind;
import io.muster.workspace.Auth;
import io.muster.workspace.ConfigValue;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code auth}: one of the shapes that the destination takes, every credential a reference. */
final class AuthSection implements ValueReader<Auth> {
  static final List<String> KEYS = List.of("token", "clientId", "clientSecret", "refreshToken");

  private static final Map<AuthKind, List<String>> SHAPES =
      Map.of(
          AuthKind.TOKEN, List.of("token"),
          AuthKind.CLIENT_CREDENTIALS, List.of("clientId", "clientSecret"),
          AuthKind.REFRESH_TOKEN, List.of("clientId", "clientSecret", "refreshToken"));

  private final String owner;
  private final Set<AuthKind> accepted;
  private final ReferenceText secret;
  private final ReferenceText open;

  private AuthSection(String owner, Set<AuthKind> accepted, Path base) {
    this.owner = owner;
    this.accepted = accepted;
    this.secret = new ReferenceText(base, false);
    this.open = new ReferenceText(base, true);
  }

  static AuthSection of(Optional<DestinationSpec> spec, Path base) {
    return new AuthSection(
        spec.map(DestinationSpec::name).orElse("a destination"),
        spec.map(DestinationSpec::authKinds).orElse(EnumSet.allOf(AuthKind.class)),
        base);
  }

  /** The shapes that are taken, as a message shows them. */
  String shapes() {
    return accepted.stream()
        .sorted()
        .map(SHAPES::get)
        .map(AuthSection::shown)
        .collect(Collectors.joining(" or "));
  }

  private static String shown(List<String> keys) {
    return "{ " + String.join(", ", keys) + " }";
  }

  @Override
  public Optional<Auth> read(YamlValue value) {
    return value.map(KEYS).flatMap(this::read);
  }

  private Optional<Auth> read(YamlMap map) {
    Optional<ConfigValue> token = map.get("token").flatMap(secret::read);
    Optional<ConfigValue> clientId = map.get("clientId").flatMap(open::read);
    Optional<ConfigValue> clientSecret = map.get("clientSecret").flatMap(secret::read);
    Optional<ConfigValue> refreshToken = map.get("refreshToken").flatMap(secret::read);
    return shapeOf(map)
        .flatMap(
            kind ->
                switch (kind) {
                  case TOKEN -> token.map(Auth.StaticToken::new);
                  case CLIENT_CREDENTIALS ->
                      clientId.flatMap(
                          id ->
                              clientSecret.map(aSecret -> new Auth.ClientCredentials(id, aSecret)));
                  case REFRESH_TOKEN ->
                      clientId.flatMap(
                          id ->
                              clientSecret.flatMap(
                                  aSecret ->
                                      refreshToken.map(
                                          refresh -> new Auth.RefreshToken(id, aSecret, refresh))));
                });
  }

  private Optional<AuthKind> shapeOf(YamlMap map) {
    List<String> present = KEYS.stream().filter(map::has).toList();
    Optional<AuthKind> shape =
        accepted.stream().filter(kind -> SHAPES.get(kind).equals(present)).findFirst();
    if (shape.isPresent()) {
      return shape;
    }
    if (present.isEmpty()) {
      map.place().mistake("it names no credential", "write " + shapes());
    } else if (present.contains("token") && present.size() > 1) {
      map.place()
          .mistake(
              "token and " + present.get(1) + " are two ways of signing in, mixed",
              "write " + shapes());
    } else if (!reportMissing(map, present)) {
      map.place().mistake(owner + " does not sign in with " + shown(present), "write " + shapes());
    }
    return Optional.empty();
  }

  /** Reports the keys that an accepted shape has beyond the present ones, if there is such one. */
  private boolean reportMissing(YamlMap map, List<String> present) {
    Optional<List<String>> wanted =
        accepted.stream()
            .sorted()
            .map(SHAPES::get)
            .filter(keys -> keys.containsAll(present))
            .findFirst();
    wanted.ifPresent(
        keys ->
            keys.stream()
                .filter(key -> !present.contains(key))
                .forEach(
                    key ->
                        map.place().child(key).mistake(key + " is missing", "write " + shapes())));
    return wanted.isPresent();
  }
}
