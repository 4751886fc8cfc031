package io.muster.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of the log is on the console of a run that is not {@code --verbose}. */
final class LoggingTest {

  private static final String LEVEL = "org.slf4j.simpleLogger.";

  @ParameterizedTest
  @ValueSource(strings = {"io.muster.transforms.LongWaits", "io.muster.transforms.DrainProgress"})
  void whatARunWaitsForAndHowMuchIsLeftIsShownThoughItIsNoWarning(String teller)
      throws IOException, ClassNotFoundException {
    Properties levels = new Properties();
    try (InputStream file = Main.class.getResourceAsStream("/simplelogger.properties")) {
      levels.load(file);
    }
    String name = Class.forName(teller).getName();

    assertThat(levels.getProperty(LEVEL + "defaultLogLevel"), is("warn"));
    assertThat(levels.getProperty(LEVEL + "log." + name), is("info"));
  }
}
