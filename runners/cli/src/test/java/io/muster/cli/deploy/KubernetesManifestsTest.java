package io.muster.cli.deploy;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasEntry;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.in;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muster.cli.WrittenCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.apache.flink.streaming.api.environment.ExecutionCheckpointingOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The manifests for Kubernetes, with the operator and without. */
final class KubernetesManifestsTest {

  private static final String OPERATORS = "FlinkDeployment";
  private static final String METRICS = "metrics";
  private static final Pattern COPY = Pattern.compile("(?m)^COPY \\S+ (\\S+) (\\S+)$");

  /** A setting of Flink's that Muster gives a cluster's job, in the table of docs/commands.md. */
  private static final Pattern OF_MUSTER =
      Pattern.compile("(?m)^\\| `(state\\.[a-z.-]+)` \\| [^|]*else ([^ |]+)");

  @TempDir private Path folder;

  private static JsonNode deployment() {
    return DeployFiles.manifest(OPERATORS, "muster");
  }

  @Test
  void theOperatorsObjectIsWhatTheOperatorTakes() throws IOException {
    OperatorSchema schema = OperatorSchema.of("flinkdeployments");

    assertThat(deployment().path("apiVersion").asText(), is(schema.apiVersion()));
    assertThat(schema.faults(deployment().path("spec")), is(empty()));
    assertThat(KubernetesTypes.readMetadata(deployment().path("metadata")).getName(), is("muster"));
  }

  @Test
  void whatTheOperatorDoesNotKnowIsSeenAtAnyDepth() throws IOException {
    JsonNode spec = deployment().path("spec").deepCopy();
    ((ObjectNode) spec.path("job")).put("argz", "x");
    ((ObjectNode) spec.path("job")).put("upgradeMode", "save-point");
    ((ObjectNode) spec.at("/podTemplate/spec/containers/0/envFrom/0/secretRef")).put("nam", "x");

    assertThat(
        OperatorSchema.of("flinkdeployments").faults(spec),
        containsInAnyOrder(
            containsString("argz"),
            containsString("upgradeMode"),
            allOf(containsString("secretRef"), containsString("nam"))));
  }

  @Test
  void everyOtherObjectIsWhatKubernetesTakes() throws JsonProcessingException {
    int read = 0;
    for (Map.Entry<String, JsonNode> manifest : DeployFiles.manifests().entrySet()) {
      if (!manifest.getValue().path("kind").asText().equals(OPERATORS)) {
        try {
          KubernetesTypes.read(manifest.getValue());
        } catch (JsonProcessingException e) {
          throw new AssertionError(manifest.getKey() + ": " + e.getMessage(), e);
        }
        read++;
      }
    }
    assertThat(read, greaterThan(10));
  }

  @Test
  void whatKubernetesDoesNotKnowIsSeenAtAnyDepth() {
    JsonNode deployment = DeployFiles.manifest("Deployment", "muster-jobmanager").deepCopy();
    ((ObjectNode) deployment.at("/spec/template/spec/containers/0/livenessProbe"))
        .put("periodSecond", 1);

    JsonProcessingException refused =
        assertThrows(JsonProcessingException.class, () -> KubernetesTypes.read(deployment));

    assertThat(refused.getMessage(), containsString("periodSecond"));
  }

  @Test
  void allIsOfTheFlinkThatMusterIsBuiltFor() {
    String minor = EnvironmentInformation.getVersion().replaceFirst("^([0-9]+\\.[0-9]+).*", "$1");
    String dockerfile = DeployFiles.text("Dockerfile");

    assertThat(dockerfile, containsString("\nFROM flink:" + minor + "-java17\n"));
    assertThat(dockerfile, containsString(" muster-flink-" + minor + "-*.jar "));
    assertThat(deployment().at("/spec/flinkVersion").asText(), is("v" + minor.replace('.', '_')));
  }

  @Test
  void everyPodHasTheImageThatTheDockerfileMakesAndTheJarWhereItPutsIt() {
    Matcher copy = COPY.matcher(DeployFiles.text("Dockerfile"));
    assertThat(copy.find(), is(true));
    String jar = copy.group(2);

    assertThat(deployment().at("/spec/job/jarURI").asText(), is("local://" + jar));
    assertThat(args(DeployFiles.manifests().get("session-job.yaml 1")), hasItem(jar));
    Set<String> images = new TreeSet<>(Set.of(deployment().at("/spec/image").asText()));
    for (Pod pod : Pod.all()) {
      if (pod.container().has("image")) {
        images.add(pod.container().path("image").asText());
      }
    }
    assertThat(images, hasSize(1));
    assertThat(
        DeployFiles.text("Dockerfile"),
        containsString("docker build -t " + images.iterator().next()));
  }

  @Test
  void theProgramIsMusters() throws ReflectiveOperationException {
    Class<?> program = Class.forName(deployment().at("/spec/job/entryClass").asText());

    assertThat(program.getMethod("main", String[].class).getReturnType(), is(void.class));
  }

  @Test
  void everythingThatAPodNeedsIsThere() {
    Set<String> there =
        DeployFiles.manifests().values().stream()
            .map(
                object -> object.path("kind").asText() + " " + object.at("/metadata/name").asText())
            .collect(Collectors.toSet());

    assertThat(Pod.all(), hasSize(4));
    for (Pod pod : Pod.all()) {
      assertThat(pod.owner(), pod.needs(), everyItem(is(in(there))));
      assertThat(pod.owner(), pod.mounted(), equalTo(pod.volumes()));
    }
  }

  @Test
  void rolesGoToWhomTheyAreFor() {
    JsonNode binding = DeployFiles.manifest("RoleBinding", "muster-flink");

    DeployFiles.manifest("Role", binding.at("/roleRef/name").asText());
    DeployFiles.manifest("ServiceAccount", binding.at("/subjects/0/name").asText());
    assertThat(
        Pod.all().stream()
            .map(pod -> pod.spec().path("serviceAccountName").asText())
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toSet()),
        is(Set.of(binding.at("/subjects/0/name").asText())));
  }

  @Test
  void selectorsFindTheirPods() {
    List<JsonNode> labels =
        Pod.all().stream().map(pod -> pod.template().at("/metadata/labels")).toList();
    int selectors = 0;
    for (JsonNode object : DeployFiles.manifests().values()) {
      for (String path :
          List.of(
              "/spec/selector/matchLabels",
              "/spec/podSelector/matchLabels",
              "/spec/ingress/0/from/0/podSelector/matchLabels")) {
        if (object.at(path).isObject()) {
          assertThat(object.path("kind") + path, found(object.at(path), labels), is(true));
          selectors++;
        }
      }
      if (object.path("kind").asText().equals("Service")) {
        assertThat("Service", found(object.at("/spec/selector"), labels), is(true));
        selectors++;
      }
      if (object.path("kind").asText().equals("Deployment")) {
        assertThat(
            object.at("/spec/template/metadata/labels"),
            is(object.at("/spec/selector/matchLabels")));
      }
    }
    assertThat(selectors, is(5));
  }

  private static boolean found(JsonNode selector, List<JsonNode> labels) {
    return labels.stream()
        .anyMatch(
            all ->
                selector.properties().stream()
                    .allMatch(label -> label.getValue().equals(all.path(label.getKey()))));
  }

  @Test
  void portsAreFlinksAndTheServicesLeadToThem() {
    Map<String, String> settings = sessionSettings();
    Map<String, Integer> jobManager = pod("session-cluster.yaml", "jobmanager").ports();
    Map<String, Integer> taskManager = pod("session-cluster.yaml", "taskmanager").ports();

    assertThat(jobManager.get("rest"), is(port(settings, "rest.port")));
    assertThat(jobManager.get("rpc"), is(port(settings, "jobmanager.rpc.port")));
    assertThat(jobManager.get("blob"), is(port(settings, "blob.server.port")));
    assertThat(taskManager.get("rpc"), is(port(settings, "taskmanager.rpc.port")));
    JsonNode service = DeployFiles.manifest("Service", settings.get("jobmanager.rpc.address"));
    for (JsonNode each : service.at("/spec/ports")) {
      assertThat(each.path("port").asInt(), is(jobManager.get(each.path("targetPort").asText())));
    }
    assertThat(
        args(DeployFiles.manifests().get("session-job.yaml 1")),
        hasItem(service.at("/metadata/name").asText() + ":" + jobManager.get("rest")));
  }

  @Test
  void prometheusFindsTheReporter() {
    Map<String, Map<String, String>> settings =
        Map.of("session-cluster.yaml", sessionSettings(), "operator.yaml", operatorSettings());
    int reporters = 0;
    for (Pod pod : Pod.all()) {
      Map<String, String> ofPod = settings.get(pod.owner().replaceFirst(" .*", ""));
      if (ofPod != null) {
        int port = port(ofPod, "metrics.reporter.prom.port");
        JsonNode notes = pod.template().at("/metadata/annotations");
        assertThat(pod.ports().get(METRICS), is(port));
        assertThat(notes.path("prometheus.io/port").asText(), is(String.valueOf(port)));
        assertThat(notes.path("prometheus.io/scrape").asText(), is("true"));
        reporters++;
      }
    }
    assertThat(reporters, is(3));
  }

  @Test
  void everySettingIsFlinks() {
    assertAll(
        () -> assertThat(FlinkSettingsCheck.faults(operatorSettings()), is(empty())),
        () -> assertThat(FlinkSettingsCheck.faults(sessionSettings()), is(empty())));
  }

  @Test
  void aSettingThatFlinkDoesNotHaveIsSeen() {
    assertThat(
        FlinkSettingsCheck.faults(
            new TreeMap<>(
                Map.of(
                    "state.backend", "rocksdb",
                    "execution.checkpointing.interval", "10 parsecs"))),
        contains(
            containsString("execution.checkpointing.interval"), containsString("state.backend")));
  }

  /** The same job runs as well on the one as on the other. */
  @Test
  void bothClustersKeepAJobAliveInTheSameWay() {
    Function<Map<String, String>, Map<String, String>> ofJobs =
        settings ->
            settings.entrySet().stream()
                .filter(
                    setting ->
                        setting
                            .getKey()
                            .matches("(execution\\.checkpointing|state|restart-strategy)\\..*"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    Map<String, String> operators = ofJobs.apply(operatorSettings());

    assertThat(operators, is(ofJobs.apply(sessionSettings())));
    assertThat(operators.get("state.backend.type"), is("rocksdb"));
    assertThat(operators.get("state.backend.incremental"), is("true"));
    assertThat(
        operators.get("execution.checkpointing.externalized-checkpoint-retention"),
        is("RETAIN_ON_CANCELLATION"));
  }

  /** By "flink run" and by the operator a job has what the cluster's configuration says alone. */
  @Test
  void theOperatorsClusterHasTheStateSettingsThatMusterGivesElsewhere() throws IOException {
    String page = Files.readString(DeployFiles.ROOT.resolve("docs/commands.md"));
    Map<String, String> musters =
        OF_MUSTER
            .matcher(page)
            .results()
            .collect(Collectors.toMap(row -> row.group(1), row -> row.group(2)));

    assertThat(musters.size(), is(greaterThan(4)));
    musters.forEach((key, value) -> assertThat(operatorSettings(), hasEntry(key, value)));
  }

  @Test
  void flinkCanDivideTheMemory() {
    Configuration operators =
        Configuration.fromMap(operatorSettings())
            .set(TaskManagerOptions.TOTAL_PROCESS_MEMORY, memory("/spec/taskManager/resource"))
            .set(JobManagerOptions.TOTAL_PROCESS_MEMORY, memory("/spec/jobManager/resource"));
    Configuration session = Configuration.fromMap(sessionSettings());

    assertAll(
        () -> divide(operators),
        () -> divide(session),
        () ->
            assertThat(
                session.get(TaskManagerOptions.TOTAL_PROCESS_MEMORY),
                is(limit(pod("session-cluster.yaml", "taskmanager")))),
        () ->
            assertThat(
                session.get(JobManagerOptions.TOTAL_PROCESS_MEMORY),
                is(limit(pod("session-cluster.yaml", "jobmanager")))));
  }

  private static void divide(Configuration settings) {
    assertThat(
        TaskExecutorProcessUtils.processSpecFromConfig(settings).getManagedMemorySize(),
        greaterThan(MemorySize.ofMebiBytes(1024)));
    assertThat(
        JobManagerProcessUtils.processSpecFromConfigWithNewOptionToInterpretLegacyHeap(
                settings, JobManagerOptions.JVM_HEAP_MEMORY)
            .getJvmHeapMemorySize(),
        greaterThan(MemorySize.ofMebiBytes(512)));
  }

  private static MemorySize memory(String resource) {
    return MemorySize.parse(deployment().at(resource).path("memory").asText());
  }

  private static MemorySize limit(Pod pod) {
    return MemorySize.parse(
        pod.container().at("/resources/limits/memory").asText().replace("Mi", "m"));
  }

  @Test
  void thereAreSlotsEnough() {
    int slots = Integer.parseInt(sessionSettings().get("taskmanager.numberOfTaskSlots"));
    int replicas =
        DeployFiles.manifest("Deployment", "muster-taskmanager").at("/spec/replicas").asInt();
    List<String> start = args(DeployFiles.manifests().get("session-job.yaml 1"));

    assertThat(start.get(start.indexOf("--parallelism") + 1), is(String.valueOf(slots * replicas)));
    assertThat(sessionSettings().get("parallelism.default"), is(String.valueOf(slots * replicas)));
  }

  @Test
  void theCommandsAreMusters() {
    for (Started started : started()) {
      WrittenCommand command = started.command();

      assertThat(started.pod().owner(), command.name(), is("activate"));
      assertThat(started.pod().owner(), command.value("--runner"), is("flink"));
      assertThat(started.pod().owner(), started.pod().isShared(command.value("--out")), is(true));
      assertThat(
          started.pod().owner(),
          Set.of(
              command.value("--kafka-topic"),
              command.value("--dead-letter-topic"),
              command.value("--ledger-topic")),
          hasSize(3));
    }
  }

  @Test
  void aDrainEndsBeforeFlinkGivesItUp() {
    Duration aCheckpointsTime =
        Configuration.fromMap(operatorSettings())
            .get(ExecutionCheckpointingOptions.CHECKPOINTING_TIMEOUT);
    for (Started started : started()) {
      assertThat(
          Duration.parse("PT" + started.command().value("--drain-timeout")),
          lessThan(aCheckpointsTime));
    }
  }

  @Test
  void theWorkspaceIsRightAndAllThatItRefersToIsWhereItIsRead() throws IOException {
    for (Started started : started()) {
      String workspace = started.file("--workspace");
      Path file = Files.writeString(folder.resolve("muster.yaml"), workspace);

      assertThat(Checked.of(file), is(new Checked(0, "")));
      References references = References.in(workspace, started.file("--kafka-config"));
      assertThat(references.files(), hasSize(4));
      // Every pod of the same cluster: the work is done in another than the command's.
      for (Pod pod : Pod.all()) {
        for (String path : references.files()) {
          assertThat(pod.owner() + " " + path, pod.file(path).isPresent(), is(true));
        }
        assertThat(references.variables(), everyItem(is(in(pod.secretVariables()))));
        assertThat(pod.secretVariables(), hasItem("PGPASSWORD"));
      }
    }
  }

  @Test
  void kafkasClientKnowsItsSettings() {
    for (Started started : started()) {
      assertThat(KafkaClientFile.unknown(started.file("--kafka-config")), is(empty()));
    }
  }

  @Test
  void noSecretIsWrittenDown() {
    Set<String> values = new TreeSet<>();
    for (JsonNode object : DeployFiles.manifests().values()) {
      if (object.path("kind").asText().equals("Secret")) {
        object.path("stringData").forEach(value -> values.add(value.asText()));
      }
    }
    assertThat(values, is(Set.of("REPLACE", "muster")));
  }

  /** A command of Muster's, and the pod where its {@code main} runs. */
  private record Started(Pod pod, List<String> arguments) {

    WrittenCommand command() {
      return WrittenCommand.parse(arguments);
    }

    /** The text of the file that an option names. */
    String file(String option) {
      String path = command().value(option);
      return pod.file(path)
          .orElseThrow(() -> new AssertionError(pod.owner() + " has no " + option + " " + path));
    }
  }

  private static List<Started> started() {
    List<String> job = args(DeployFiles.manifests().get("session-job.yaml 1"));
    return List.of(
        new Started(pod("operator.yaml", ""), DeployFiles.texts(deployment().at("/spec/job/args"))),
        new Started(pod("session-job.yaml", ""), job.subList(job.indexOf("activate"), job.size())));
  }

  private static Pod pod(String file, String component) {
    List<Pod> pods = new ArrayList<>();
    for (Pod pod : Pod.all()) {
      String label =
          pod.template().at("/metadata/labels").path("app.kubernetes.io/component").asText();
      if (pod.owner().startsWith(file) && (component.isEmpty() || label.equals(component))) {
        pods.add(pod);
      }
    }
    assertThat(file + " " + component, pods, hasSize(1));
    return pods.get(0);
  }

  private static List<String> args(JsonNode object) {
    return DeployFiles.texts(object.at("/spec/template/spec/containers/0/args"));
  }

  private static int port(Map<String, String> settings, String key) {
    return Integer.parseInt(settings.get(key));
  }

  private static Map<String, String> operatorSettings() {
    Map<String, String> settings = new HashMap<>();
    deployment()
        .at("/spec/flinkConfiguration")
        .properties()
        .forEach(setting -> settings.put(setting.getKey(), setting.getValue().asText()));
    return settings;
  }

  /** As Flink itself reads its file. */
  private Map<String, String> sessionSettings() {
    try {
      Files.writeString(
          folder.resolve("config.yaml"),
          DeployFiles.manifest("ConfigMap", "muster-flink").at("/data/config.yaml").asText());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return GlobalConfiguration.loadConfiguration(folder.toString()).toMap();
  }
}
