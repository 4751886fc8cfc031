package io.muster.pipelines.run;

import io.muster.delivery.BudgetBook.LeaseLostException;
import io.muster.pipelines.kafka.KafkaConfigException;
import io.muster.pipelines.registry.RegistryException;
import io.muster.pipelines.source.UnreadableInputException;
import java.util.List;
import java.util.Optional;

/** What a failed pipeline says to people: a reason that was written for them, else the root. */
public final class FailureWords {

  private static final List<Class<? extends Throwable>> WRITTEN_FOR_PEOPLE =
      List.of(
          UnreadableInputException.class,
          LeaseLostException.class,
          RegistryException.class,
          KafkaConfigException.class);

  private FailureWords() {}

  public static String of(Throwable failure) {
    Throwable root = failure;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      Optional<String> words = wordsForPeople(cause);
      if (words.isPresent()) {
        return words.get();
      }
      root = cause;
    }
    return "the run failed: %s%s"
        .formatted(
            root.getClass().getSimpleName(),
            root.getMessage() == null
                ? ""
                : ": " + root.getMessage().lines().findFirst().orElse(""));
  }

  private static Optional<String> wordsForPeople(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    for (Class<? extends Throwable> type : WRITTEN_FOR_PEOPLE) {
      if (type.isInstance(cause)) {
        return Optional.of(message);
      }
      // What comes from a Flink cluster is a SerializedThrowable: the class's name and the message.
      String name = type.getName() + ": ";
      if (message.startsWith(name)) {
        return Optional.of(message.substring(name.length()));
      }
    }
    return Optional.empty();
  }
}
