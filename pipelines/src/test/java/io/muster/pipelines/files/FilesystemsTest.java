package io.muster.pipelines.files;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.muster.pipelines.files.Filesystems.Absent;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FilesystemsTest {

  @BeforeEach
  void load() {
    Filesystems.load();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"runs/today", "/srv/a b", "exports/*.jsonl", "file:///srv", "C:/exports", "s3:x"})
  void thisMachinesFilesAreThere(String path) {
    assertThat(Filesystems.absentFor(path), is(Optional.empty()));
  }

  @Test
  void whatTheUserHasAddedIsThereWhateverItSaysOfThePath() {
    assertThat(Filesystems.absentFor("store://bucket/x"), is(Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({
    "s3://bucket/x, s3, beam-sdks-java-io-amazon-web-services2 2.",
    "S3://bucket/x, s3, beam-sdks-java-io-amazon-web-services2 2.",
    "gs://bucket/*.jsonl, gs, beam-sdks-java-extensions-google-cloud-platform-core 2.",
    "hdfs://node/x, hdfs, beam-sdks-java-io-hadoop-file-system 2.",
    "ftp://host/x, ftp, the jar of a Beam filesystem for it",
  })
  void whatIsNotShippedIsNamedWithItsJar(String path, String scheme, String jar) {
    Absent absent = Filesystems.absentFor(path).orElseThrow();

    assertThat(
        absent.reason(), is("there is no filesystem for " + scheme + ":// on the class path"));
    assertThat(absent.mend(), startsWith("add " + jar));
    assertThat(absent.mend(), containsString("MUSTER_CLASSPATH"));
  }
}
