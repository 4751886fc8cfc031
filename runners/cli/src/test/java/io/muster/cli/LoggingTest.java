package io.muster.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** What of the log is on the console of a run that is not {@code --verbose}. */
final class LoggingTest {

  private static final String LEVEL = "org.slf4j.simpleLogger.";

  @Test
  void whatARunWaitsForIsShownThoughItIsNoWarning() throws IOException, ClassNotFoundException {
    Properties levels = new Properties();
    try (InputStream file = Main.class.getResourceAsStream("/simplelogger.properties")) {
      levels.load(file);
    }
    String waits = Class.forName("io.muster.transforms.LongWaits").getName();

    assertThat(levels.getProperty(LEVEL + "defaultLogLevel"), is("warn"));
    assertThat(levels.getProperty(LEVEL + "log." + waits), is("info"));
  }
}
