package io.muster.pipelines.registry;

import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogCreator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that Flyway says, as debugging; what went wrong comes as an exception too. */
public final class QuietFlywayLog implements LogCreator {

  /** Flyway makes one by its name. */
  public QuietFlywayLog() {}

  @Override
  public Log createLogger(Class<?> owner) {
    return new Quiet(LoggerFactory.getLogger(owner));
  }

  private record Quiet(Logger logger) implements Log {

    @Override
    public void debug(String message) {
      logger.trace(message);
    }

    @Override
    public void info(String message) {
      logger.debug(message);
    }

    @Override
    public void notice(String message) {
      logger.debug(message);
    }

    @Override
    public void warn(String message) {
      logger.debug(message);
    }

    @Override
    public void error(String message) {
      logger.debug(message);
    }

    @Override
    public void error(String message, Exception cause) {
      logger.debug(message, cause);
    }
  }
}
