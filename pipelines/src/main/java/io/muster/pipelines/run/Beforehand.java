package io.muster.pipelines.run;

import io.muster.pipelines.RunOutputs;
import io.muster.pipelines.kafka.KafkaClients;
import io.muster.pipelines.kafka.KafkaConfigException;
import io.muster.pipelines.kafka.KafkaTopics;
import io.muster.pipelines.membership.MembershipFolders;
import io.muster.workspace.ConfigValue;
import io.muster.workspace.Connection;
import io.muster.workspace.Dataflow;
import io.muster.workspace.Secrets;
import io.muster.workspace.Secrets.UnreadableSecretException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What of a run's surroundings is looked at before anything is sent. */
record Beforehand(ActivationRequest request, Secrets secrets, RunListener listener) {

  /**
   * Refuses what would fail, or never end, once something is sent.
   *
   * @param worksHere whether the work is done in this process
   * @param detaches whether the run goes on without it
   */
  void check(RunInput input, RunOutputs outputs, boolean worksHere, boolean detaches)
      throws RunException {
    if (worksHere) {
      // A topic that can't be written is seen before anything is sent, too.
      RunSetup.check(outputs::checkTopics);
      requireSecrets();
      requireMemory();
    } else {
      lookForTopics(outputs);
    }
    if (detaches && input.snapshot().isPresent()) {
      throw new RunException(
          ExitCode.USAGE,
          "--kafka-stop latest commits when all is delivered, and of a detached run nobody is left"
              + " to do so; leave one of the two out");
    }
  }

  /**
   * A job that reads a topic which isn't there is restarted for ever. That the brokers can't be
   * asked from here is no fault: the workers may be the only ones that reach them, or that have
   * what they ask for.
   */
  private void lookForTopics(RunOutputs outputs) throws RunException {
    try {
      if (request.isEndless()) {
        new KafkaTopics(new KafkaClients(request.kafka().orElseThrow(), secrets)).check();
      }
      outputs.checkTopics();
    } catch (KafkaConfigException e) {
      if (e.isOfMissingTopic()) {
        throw new RunException(ExitCode.USAGE, e.getMessage(), e);
      }
      listener.notice(
          "whether the topics are there could not be seen from here, and is left to the workers: "
              + e.getMessage());
    }
  }

  /**
   * Where the work is done here, a credential that can't be read is seen before anything is sent.
   */
  private void requireSecrets() throws RunException {
    Set<String> missing = new LinkedHashSet<>();
    for (Dataflow dataflow : request.workspace().dataflows()) {
      Connection connection = request.workspace().connection(dataflow.connection());
      for (ConfigValue value : connection.auth().values()) {
        try {
          secrets.resolve(value);
        } catch (UnreadableSecretException e) {
          missing.add("connection %s: %s".formatted(connection.name(), e.getMessage()));
        }
      }
    }
    if (!missing.isEmpty()) {
      throw new RunException(ExitCode.USAGE, String.join(System.lineSeparator(), missing));
    }
  }

  /** Likewise what is remembered of lists: without it a run would fail at its first call. */
  private void requireMemory() throws RunException {
    MembershipFolders memory = MembershipFolders.of(request.workspace().state());
    List<String> unusable =
        request.workspace().dataflows().stream()
            .map(dataflow -> memory.unusable(dataflow.connection()))
            .flatMap(Optional::stream)
            .distinct()
            .toList();
    if (!unusable.isEmpty()) {
      throw new RunException(ExitCode.USAGE, String.join(System.lineSeparator(), unusable));
    }
  }
}
