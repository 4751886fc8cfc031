package io.muster.bundle;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the jar for clusters, and what is not. */
final class BundleTest {

  private static final String SERVICES = "META-INF/services/";

  private static JarFile jar;
  private static Set<String> names;

  @BeforeAll
  static void open() throws IOException {
    jar = new JarFile(Path.of(System.getProperty("muster.bundle")).toFile());
    names = jar.stream().map(ZipEntry::getName).collect(Collectors.toCollection(TreeSet::new));
  }

  @AfterAll
  static void close() throws IOException {
    jar.close();
  }

  private static List<String> entries(Predicate<String> which) {
    return names.stream().filter(which).toList();
  }

  private static List<String> providers(String service) throws IOException {
    try (InputStream in = jar.getInputStream(jar.getEntry(SERVICES + service))) {
      return lines(in);
    }
  }

  private static List<String> lines(InputStream in) throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.replaceFirst("#.*", "").strip())
        .filter(line -> !line.isEmpty())
        .toList();
  }

  private static boolean hasClass(String name) {
    return names.contains(name.replace('.', '/') + ".class");
  }

  @Test
  void itHoldsMusterAndBeamsRunner() {
    assertThat(
        names,
        hasItems(
            "io/muster/cli/Main.class",
            "io/muster/runners/flink/FlinkLauncher.class",
            "io/muster/workspace.schema.json",
            "io/muster/registry/V1__lists_and_leases.sql",
            "org/apache/beam/runners/flink/FlinkRunner.class",
            "org/apache/kafka/clients/consumer/KafkaConsumer.class",
            "org/h2/Driver.class",
            "org/postgresql/Driver.class"));
  }

  @Test
  void itHoldsWhatDrawsAPagesCharts() {
    assertThat(entries(name -> name.endsWith("/uPlot.iife.min.js")), hasSize(1));
    assertThat(entries(name -> name.endsWith("/report/charts.properties")), hasSize(1));
  }

  @Test
  void whatTheClusterHasIsNotInIt() {
    assertThat(entries(name -> name.startsWith("org/apache/flink/")), is(empty()));
    assertThat(entries(name -> name.startsWith("org/rocksdb/")), is(empty()));
  }

  @Test
  void itBringsNoLoggingOfItsOwn() {
    assertThat(entries(name -> name.startsWith("org/slf4j/")), is(empty()));
    assertThat(entries(name -> name.endsWith("StaticLoggerBinder.class")), is(empty()));
    assertThat(entries(name -> name.contains("SLF4JServiceProvider")), is(empty()));
    assertThat(
        entries(name -> name.matches("(log4j2?|logback|simplelogger).*\\.(properties|xml)")),
        is(empty()));
  }

  @Test
  void serviceFilesOfOneNameBecameOne() throws IOException {
    assertThat(
        providers("io.muster.pipelines.run.RunnerLauncher"),
        contains("io.muster.runners.flink.FlinkLauncher"));
    assertThat(providers("io.muster.destination.Destination"), hasSize(4));
    assertThat(
        providers("java.sql.Driver"), containsInAnyOrder("org.h2.Driver", "org.postgresql.Driver"));
    assertThat(
        providers("org.apache.beam.sdk.options.PipelineOptionsRegistrar"),
        hasItems(
            "org.apache.beam.sdk.options.DefaultPipelineOptionsRegistrar",
            "org.apache.beam.runners.flink.FlinkRunnerRegistrar$Options"));
    List<String> plugins = providers("org.flywaydb.core.extensibility.Plugin");
    assertThat(plugins, hasItem("org.flywaydb.database.postgresql.PostgreSQLDatabaseType"));
    assertThat(plugins, hasItem("org.flywaydb.core.internal.database.h2.H2DatabaseType"));
  }

  @Test
  void noProviderIsLostAndNoneIsNamedThatIsNotThere() throws IOException {
    List<String> services =
        entries(name -> name.startsWith(SERVICES) && !name.equals(SERVICES)).stream()
            .map(name -> name.substring(SERVICES.length()))
            .toList();
    assertThat(services, is(not(empty())));
    for (String service : services) {
      Set<String> there = new TreeSet<>();
      for (URL file :
          Collections.list(getClass().getClassLoader().getResources(SERVICES + service))) {
        try (InputStream in = file.openStream()) {
          lines(in).stream().filter(BundleTest::hasClass).forEach(there::add);
        }
      }
      assertThat(service, new TreeSet<>(providers(service)), equalTo(there));
    }
  }

  @Test
  void noSignatureAndNoModuleIsLeft() {
    assertThat(entries(name -> name.matches("META-INF/[^/]+\\.(SF|DSA|RSA)")), is(empty()));
    assertThat(entries(name -> name.endsWith("module-info.class")), is(empty()));
  }

  @Test
  void itsManifestStartsTheCommandLineAsTheLauncherDoes() throws IOException {
    Attributes manifest = jar.getManifest().getMainAttributes();
    assertThat(manifest.getValue("Main-Class"), is("io.muster.cli.Main"));
    assertThat(manifest.getValue("Multi-Release"), is("true"));
    // Surefire opens what ./muster opens.
    List<String> opened =
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(argument -> argument.startsWith("--add-opens="))
            .map(argument -> argument.replaceFirst("--add-opens=(.*)=ALL-UNNAMED", "$1"))
            .toList();
    assertThat(
        List.of(manifest.getValue("Add-Opens").split(" ")),
        containsInAnyOrder(opened.toArray(String[]::new)));
  }

  @Test
  void withoutFlinkItSaysHowItIsStarted(@TempDir Path folder) throws Exception {
    try (Muster run =
        Muster.java(
            folder,
            "alone",
            Map.of(),
            List.of("-jar", System.getProperty("muster.bundle"), "jobs"))) {
      assertThat(run.ended().said(), run.code(), is(2));
      assertThat(run.said(), containsString("'flink run JAR jobs ...'"));
    }
  }
}
