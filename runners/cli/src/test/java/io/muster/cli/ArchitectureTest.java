package io.muster.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;

/** Dependencies point one way: runners, pipelines, transforms; the sandbox stands alone. */
@AnalyzeClasses(packages = "io.muster", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

  private static final String PIPELINES = "io.muster.pipelines";

  private static final String[] ABOVE_TRANSFORMS = {
    PIPELINES + "..", "io.muster.runners..", "io.muster.cli.."
  };

  /** For tests, benchmarks and trying things: a broker, a cluster, and how both are started. */
  private static final String[] TOOLS = {
    "io.muster.kafka..", "io.muster.flink..", "io.muster.process.."
  };

  private static final DescribedPredicate<JavaClass> OF_TRANSFORMS =
      resideInAPackage("io.muster..")
          .and(not(resideInAnyPackage(ABOVE_TRANSFORMS)))
          .and(not(resideInAnyPackage(TOOLS)))
          .and(not(resideInAPackage("io.muster.sandbox..")))
          .as("classes of the transforms module");

  /** The sandbox and what the tools start are programs of their own. */
  private static final Set<String> PROGRAMS =
      Set.of(
          "io.muster.sandbox.SandboxMain",
          "io.muster.kafka.BrokerMain",
          "io.muster.process.ChildMain",
          "io.muster.flink.cluster.ClusterMain");

  /** The command line; and who reads a workspace to use it now. */
  private static final Set<String> CLOCKS =
      Set.of("io.muster.cli.Main", "io.muster.pipelines.workspace.WorkspaceReader");

  @ArchTest
  static final ArchRule transformsKnowNoPipelineNoRunnerAndNoCommandLine =
      noClasses()
          .that(OF_TRANSFORMS)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(ABOVE_TRANSFORMS)
                  .or(
                      resideInAnyPackage(
                          "org.apache.flink..",
                          "org.apache.kafka..",
                          "org.apache.beam.runners..",
                          "org.apache.beam.sdk.io.kafka..",
                          "picocli..")));

  @ArchTest
  static final ArchRule pipelinesKnowNoRunnerAndNoCommandLine =
      noClasses()
          .that()
          .resideInAPackage("io.muster.pipelines..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.muster.runners..",
              "io.muster.cli..",
              "org.apache.flink..",
              "org.apache.beam.runners..",
              "picocli..");

  @ArchTest
  static final ArchRule runnersKnowNoCommandLine =
      noClasses()
          .that()
          .resideInAPackage("io.muster.runners..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.muster.cli..", "picocli..");

  @ArchTest
  static final ArchRule theSandboxKnowsNothingOfMuster =
      noClasses()
          .that()
          .resideInAPackage("io.muster.sandbox..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.muster..").and(not(resideInAPackage("io.muster.sandbox.."))));

  @ArchTest
  static final ArchRule nothingOfMusterKnowsTheSandbox =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.muster.sandbox..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.muster.sandbox..");

  @ArchTest
  static final ArchRule onlyTestsKnowTheTools =
      noClasses()
          .that()
          .resideOutsideOfPackages(TOOLS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(TOOLS);

  @ArchTest
  static final ArchRule theToolsKnowNothingOfMuster =
      noClasses()
          .that()
          .resideInAnyPackage(TOOLS)
          .should()
          .dependOnClassesThat(resideInAPackage("io.muster..").and(not(resideInAnyPackage(TOOLS))));

  @ArchTest
  static final ArchRule theRulesOfTheBusinessDoNotKnowBeam =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.muster.delivery..",
              "io.muster.parse..",
              "io.muster.format..",
              "io.muster.mapping..",
              "io.muster.destination..",
              "io.muster.vendor..",
              "io.muster.model..",
              "io.muster.workspace..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.beam..");

  @ArchTest
  static final ArchRule noTwoPackagesNeedEachOther =
      slices().matching("io.muster.(*)..").should().beFreeOfCycles();

  /** The pipelines themselves, which stand in the package above, are one of them. */
  private static final SliceAssignment PACKAGES_OF_PIPELINES =
      new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
          String name = javaClass.getPackageName();
          if (!(name + ".").startsWith(PIPELINES + ".")) {
            return SliceIdentifier.ignore();
          }
          return SliceIdentifier.of((name + ".").substring(PIPELINES.length()).split("[.]", -1)[1]);
        }

        @Override
        public String getDescription() {
          return "packages of the pipelines";
        }
      };

  @ArchTest
  static final ArchRule noTwoPackagesOfPipelinesNeedEachOther =
      slices().assignedFrom(PACKAGES_OF_PIPELINES).should().beFreeOfCycles();

  /** But for Demandbase's people, who are reached by the same API as its accounts. */
  @ArchTest
  static final ArchRule destinationsDoNotKnowEachOther =
      slices()
          .matching("io.muster.destination.(*)..")
          .should()
          .notDependOnEachOther()
          .ignoreDependency(
              resideInAPackage("io.muster.destination.demandbasepeople.."),
              resideInAPackage("io.muster.destination.demandbase.."));

  /**
   * Time is injected: each moment of a run can be tried by hand. The command line gives it; and a
   * step's {@code ClockSource.SYSTEM}, where the work is done.
   */
  @ArchTest
  static final ArchRule nobodyAsksAClockOfItsOwn =
      noClasses()
          .that(not(resideInAnyPackage("io.muster.sandbox..", "io.muster.benchmarks..")))
          .and(not(resideInAnyPackage(TOOLS)))
          .and(giveNoClock())
          .should()
          .callMethod(Clock.class, "systemUTC")
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");

  @ArchTest
  static final ArchRule onlyCommandLinesEndTheProcess =
      noClasses()
          .that(not(resideInAPackage("io.muster.cli..")).and(areNoOtherPrograms()))
          .should()
          .callMethod(System.class, "exit", int.class);

  @ArchTest
  static final ArchRule onlyCommandLinesUseTheStandardStreams =
      noClasses()
          .that(not(resideInAPackage("io.muster.cli..")).and(areNoOtherPrograms()))
          .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS);

  @ArchTest
  static final ArchRule nothingStaticChanges =
      noFields()
          .that()
          .areStatic()
          .and(isWrittenByPeople())
          .should()
          .notBeFinal()
          .orShould()
          .haveRawType("java.util.concurrent.atomic.AtomicReference");

  private static DescribedPredicate<JavaClass> giveNoClock() {
    return DescribedPredicate.describe(
        "are none that give one", type -> !CLOCKS.contains(type.getName()));
  }

  private static DescribedPredicate<JavaClass> areNoOtherPrograms() {
    return DescribedPredicate.describe(
        "are not a command line of the sandbox or a tool",
        type -> !PROGRAMS.contains(type.getName()));
  }

  private static DescribedPredicate<JavaField> isWrittenByPeople() {
    return DescribedPredicate.describe(
        "are not the compiler's", field -> !field.getModifiers().contains(JavaModifier.SYNTHETIC));
  }
}
