package io.muster.pipelines.run;

import io.muster.pipelines.MembershipUse;
import io.muster.pipelines.kafka.KafkaInput;
import io.muster.pipelines.kafka.KafkaOutputs;
import io.muster.pipelines.registry.RegistryLocation;
import io.muster.pipelines.replay.ReplayChoice;
import io.muster.workspace.Dataflow;
import io.muster.workspace.Workspace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What {@code muster activate} or {@code muster replay} is asked to do.
 *
 * @param run the run's name; names of later runs sort after it
 * @param workspace with only the dataflows and audiences that were asked for
 * @param inputs files, folders or globs of any Beam filesystem
 * @param out the run folder
 * @param confirmedRemovals ids of audiences whose guard is let go for this run
 * @param drainTimeout how long, after the input's end, the run waits for the vendors
 * @param beamArguments options that are Beam's
 * @param kafka what to read instead of files
 * @param outputs what is written to topics instead of the run folder
 * @param replay which dead letters to send again, where the input is dead letters
 * @param memberships how what is remembered of the lists is used
 * @param mode how the run is begun and left
 * @param terms what is done when it was made before, or another run is at work
 */
public record ActivationRequest(
    String run,
    Workspace workspace,
    List<String> inputs,
    String out,
    Set<String> confirmedRemovals,
    Duration drainTimeout,
    List<String> beamArguments,
    Optional<KafkaInput> kafka,
    KafkaOutputs outputs,
    Optional<ReplayChoice> replay,
    MembershipUse memberships,
    StartMode mode,
    RunTerms terms) {

  public ActivationRequest {
    inputs = List.copyOf(inputs);
    confirmedRemovals = Set.copyOf(confirmedRemovals);
    beamArguments = List.copyOf(beamArguments);
  }

  /** A request to read files of changes, to write files, and to stay with the run. */
  public ActivationRequest(
      String run,
      Workspace workspace,
      List<String> inputs,
      String out,
      Set<String> confirmedRemovals,
      Duration drainTimeout,
      List<String> beamArguments) {
    this(
        run,
        workspace,
        inputs,
        out,
        confirmedRemovals,
        drainTimeout,
        beamArguments,
        Optional.empty(),
        KafkaOutputs.none(),
        Optional.empty(),
        MembershipUse.believing(),
        StartMode.plain(),
        RunTerms.plain("activate"));
  }

  /** The same, which reads topics if there are any. */
  public ActivationRequest reading(Optional<KafkaInput> topics) {
    return changed(draft -> draft.kafka = topics);
  }

  /** The same, which writes to these topics. */
  public ActivationRequest writing(KafkaOutputs topics) {
    return changed(draft -> draft.outputs = topics);
  }

  /** The same, whose input is dead letters. */
  public ActivationRequest replaying(ReplayChoice choice) {
    return changed(
        draft -> {
          draft.replay = Optional.of(choice);
          draft.memberships = MembershipUse.ofReplay();
        });
  }

  /** The same with another use of what is remembered of the lists. */
  public ActivationRequest remembering(MembershipUse use) {
    return changed(draft -> draft.memberships = use);
  }

  /** The same, begun and left in this way. */
  public ActivationRequest starting(StartMode other) {
    return changed(draft -> draft.mode = other);
  }

  /** The same, with another run folder. */
  public ActivationRequest into(String folder) {
    return changed(draft -> draft.out = folder);
  }

  /** The same on other terms. */
  public ActivationRequest on(RunTerms other) {
    return changed(draft -> draft.terms = other);
  }

  /** The same under another name. */
  ActivationRequest named(String name) {
    return changed(draft -> draft.run = name);
  }

  private ActivationRequest changed(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return new ActivationRequest(
        draft.run,
        workspace,
        inputs,
        draft.out,
        confirmedRemovals,
        drainTimeout,
        beamArguments,
        draft.kafka,
        draft.outputs,
        draft.replay,
        draft.memberships,
        draft.mode,
        draft.terms);
  }

  /** What a request may be given after its making. */
  private static final class Draft {
    private String run;
    private String out;
    private Optional<KafkaInput> kafka;
    private KafkaOutputs outputs;
    private Optional<ReplayChoice> replay;
    private MembershipUse memberships;
    private StartMode mode;
    private RunTerms terms;

    Draft(ActivationRequest from) {
      this.run = from.run;
      this.out = from.out;
      this.kafka = from.kafka;
      this.outputs = from.outputs;
      this.replay = from.replay;
      this.memberships = from.memberships;
      this.mode = from.mode;
      this.terms = from.terms;
    }
  }

  /** What the runner is told of it. */
  public Launch launch() {
    return new Launch(
        run,
        out,
        stateForAJob(),
        kafka.map(KafkaInput::words).orElseGet(() -> String.join(", ", inputs)),
        isEndless(),
        connections().size(),
        mode,
        beamArguments);
  }

  private String stateForAJob() {
    RegistryLocation registry = RegistryLocation.of(workspace.state());
    return registry.holdsPassword() ? "" : registry.forWorkers();
  }

  /** What of the workspace it delivers, and how, as options; empty for a plain run over all. */
  String choice() {
    List<String> options = new ArrayList<>();
    if (!terms.choice().isEmpty()) {
      options.add(terms.choice());
    }
    options.addAll(memberships.options());
    replay.ifPresent(letters -> options.addAll(letters.options()));
    confirmedRemovals.stream().sorted().forEach(id -> options.add("--confirm-removals " + id));
    return String.join(" ", options);
  }

  /** The connections that it delivers to. */
  List<String> connections() {
    return workspace.dataflows().stream().map(Dataflow::connection).distinct().toList();
  }

  /** Whether the input has no end, so that the run goes on until it is stopped. */
  public boolean isEndless() {
    return kafka.isPresent() && !kafka.get().untilEnd();
  }
}
