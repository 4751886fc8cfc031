package io.muster.cli.deploy;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.in;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.muster.cli.WrittenCommand;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.ini4j.Config;
import org.ini4j.Ini;
import org.ini4j.Profile.Section;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The unit for one machine, and the files that it reads. */
final class SystemdUnitTest {

  private static final String FOLDER = "/etc/muster/";

  /** What a run that is stopped may take: to cancel, and for a heartbeat in its middle. */
  private static final int LONGEST_STOP_SECONDS = 20 + 30;

  @TempDir private Path folder;

  private Ini unit;
  private Section service;

  @BeforeEach
  void read() throws IOException {
    Config asSystemdReads = new Config();
    asSystemdReads.setMultiOption(true);
    asSystemdReads.setEscape(false);
    asSystemdReads.setEscapeNewline(true);
    asSystemdReads.setStrictOperator(true);
    unit = new Ini();
    unit.setConfig(asSystemdReads);
    unit.load(new StringReader(DeployFiles.text("systemd/muster.service")));
    service = unit.get("Service");
  }

  private String value(String key) {
    assertThat(key, service.getAll(key), hasSize(1));
    return service.get(key);
  }

  private List<String> words(String key) {
    return Arrays.asList(value(key).strip().split("\\s+"));
  }

  private WrittenCommand command() {
    List<String> start = words("ExecStart");
    return WrittenCommand.parse(start.subList(1, start.size()));
  }

  @Test
  void itHasTheSectionsOfAService() {
    assertThat(unit.keySet(), is(Set.of("Unit", "Service", "Install")));
    assertThat(unit.get("Install").get("WantedBy"), is("multi-user.target"));
  }

  @Test
  void itStartsAJobThatMustersCommandLineKnows() {
    assertThat(words("ExecStart").get(0), is("/opt/muster/muster"));
    assertThat(command().name(), is("activate"));
    assertThat(command().value("--runner"), is("flink"));
    assertThat(command().values("--kafka-stop"), is(empty()));
  }

  @Test
  void itWritesOnlyToItsStateFolder() {
    String state = "/var/lib/" + value("StateDirectory");

    assertThat(command().value("--out"), startsWith(state + "/"));
    assertThat(value("WorkingDirectory"), is(state));
    assertThat(value("ProtectSystem"), is("strict"));
    assertThat(value("StateDirectoryMode"), is("0700"));
    assertThat(value("UMask"), is("0077"));
    assertThat(service.containsKey("ReadWritePaths"), is(false));
  }

  @Test
  void itIsStartedAgainUnlessAnotherRunWritesThere() {
    assertThat(value("Restart"), is("on-failure"));
    // 2 is also the code for brokers that are away.
    assertThat(words("RestartPreventExitStatus"), is(List.of("4")));
    assertThat(unit.get("Unit").get("StartLimitIntervalSec"), is("0"));
  }

  @Test
  void itIsStoppedInGoodOrder() {
    assertThat(value("KillSignal"), is("SIGTERM"));
    // 128 and the signal's number.
    assertThat(value("SuccessExitStatus"), is("143"));
    assertThat(Integer.valueOf(value("TimeoutStopSec")), is(greaterThan(LONGEST_STOP_SECONDS)));
  }

  @Test
  void itHasNoMoreRightsThanItNeeds() {
    assertThat(value("DynamicUser"), is("yes"));
    assertThat(value("NoNewPrivileges"), is("yes"));
    assertThat(value("ProtectHome"), is("yes"));
    assertThat(value("PrivateTmp"), is("yes"));
    assertThat(service.get("CapabilityBoundingSet"), is(""));
    // The JVM compiles, and its sockets are of these.
    assertThat(service.containsKey("MemoryDenyWriteExecute"), is(false));
    assertThat(words("RestrictAddressFamilies"), hasItems("AF_INET", "AF_INET6"));
  }

  @Test
  void credentialsAreInAFileOfTheirOwn() throws IOException {
    assertThat(value("EnvironmentFile"), is(FOLDER + "credentials.env"));
    assertThat(service.getAll("Environment"), everyItem(not(startsWith("BOMBORA"))));
    Properties example = new Properties();
    example.load(new StringReader(DeployFiles.text("systemd/credentials.example.env")));
    assertThat(Set.copyOf(example.values()), is(Set.of("REPLACE")));
    References references =
        References.in(
            DeployFiles.text("systemd/muster.yaml"), DeployFiles.text("systemd/kafka.properties"));
    assertThat(references.files(), is(empty()));
    assertThat(references.variables(), is(example.stringPropertyNames()));
  }

  @Test
  void whatItReadsIsThereAndRight() throws IOException {
    List<String> read = List.of(command().value("--workspace"), command().value("--kafka-config"));
    Set<String> there =
        Set.of("muster.yaml", "kafka.properties").stream()
            .map(FOLDER::concat)
            .collect(Collectors.toSet());

    assertThat(read, everyItem(is(in(there))));
    Path workspace =
        Files.writeString(folder.resolve("muster.yaml"), DeployFiles.text("systemd/muster.yaml"));
    assertThat(Checked.of(workspace), is(new Checked(0, "")));
    assertThat(KafkaClientFile.unknown(DeployFiles.text("systemd/kafka.properties")), is(empty()));
    assertThat(
        DeployFiles.yaml(DeployFiles.text("systemd/muster.yaml")).get(0).path("state").asText(),
        is("/var/lib/" + value("StateDirectory")));
  }

  @Test
  void repeatedKeysAreAllRead() throws IOException {
    Ini repeated = new Ini();
    repeated.setConfig(unit.getConfig());
    repeated.load(new StringReader("[Service]\nEnvironment=A=1\nEnvironment=B=2\n"));

    assertThat(repeated.get("Service").getAll("Environment"), hasItem("A=1"));
    assertThat(repeated.get("Service").getAll("Environment"), hasItem("B=2"));
  }
}
