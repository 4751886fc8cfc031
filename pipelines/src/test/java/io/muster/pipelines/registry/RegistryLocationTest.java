package io.muster.pipelines.registry;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.muster.workspace.StateLocation;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a registry is, and what of it may be seen. */
final class RegistryLocationTest {

  private static RegistryLocation location(String registry) {
    return RegistryLocation.of(new StateLocation(registry, ""));
  }

  @Test
  void aUrlIsTakenApart() {
    assertThat(
        location("jdbc:postgresql://a%20b:c%2Fd+@h1:5432,[::1]:5433/db?ssl=true&currentSchema=m"),
        is(
            new RegistryServer(
                "jdbc:postgresql://h1:5432,[::1]:5433/db",
                List.of("ssl=true", "currentSchema=m"),
                Optional.of("a b"),
                Optional.of("c/d+"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://h/db",
        "jdbc:postgresql://h:5432/db",
        "jdbc:postgresql:db",
        "jdbc:postgresql:///db",
        "jdbc:postgresql://h/"
      })
  void aUrlWithoutCredentialsStaysAsItIs(String url) {
    RegistryLocation location = location(url);
    assertThat(location.toString(), is(url));
    assertThat(location.holdsPassword(), is(false));
    assertThat(location.opener(), is(new RegistryOpener(url)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://u:hush@h/db",
        "jdbc:postgresql://h/db?user=u&password=hush",
        "jdbc:postgresql://h/db?password=hush",
        "jdbc:postgresql://h/db?sslpassword=hush"
      })
  void aPasswordIsNotShownAndDoesNotTravel(String url) {
    RegistryLocation location = location(url);
    assertThat(location.holdsPassword(), is(true));
    assertThat(location.toString(), not(containsString("hush")));
    RegistryException refused = assertThrows(RegistryException.class, location::opener);
    assertThat(refused.getMessage(), not(containsString("hush")));
    assertThat(refused.getMessage(), containsString("PGPASSWORD"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://u:hu/sh@h/db",
        "jdbc:postgresql://u:hu?sh@h/db",
        "jdbc:postgresql://u:1?hush@h/db",
        "jdbc:mysql://u:hush@h/db"
      })
  void aUrlThatCannotBeReadIsNotShown(String url) {
    RegistryException refused = assertThrows(RegistryException.class, () -> location(url));
    assertThat(refused.getMessage(), not(containsString("sh@")));
    assertThat(refused.getMessage(), not(containsString("hu")));
  }

  @Test
  void theOpenerKeepsTheUser() {
    assertThat(
        location("jdbc:postgresql://a%26b@h/db?ssl=true").opener(),
        is(new RegistryOpener("jdbc:postgresql://h/db?ssl=true&user=a%26b")));
  }

  @Test
  void aFolderBecomesAbsoluteSoThatAnotherProcessFindsIt() {
    assertThat(
        location("some/folder").toString(), is(Path.of("some/folder").toAbsolutePath().toString()));
  }
}
