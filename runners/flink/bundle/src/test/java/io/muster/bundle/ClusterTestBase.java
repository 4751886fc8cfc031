package io.muster.bundle;

import io.muster.flink.cluster.ClusterOptions;
import io.muster.flink.cluster.LocalCluster;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * One cluster for all tests of a class, of a JobManager and two TaskManagers, which alone have the
 * credentials; and for each test vendors of its own.
 */
abstract class ClusterTestBase {

  @TempDir static Path shared;
  static LocalCluster cluster;

  @TempDir Path folder;
  Site site;

  @BeforeAll
  static void startCluster() throws IOException {
    cluster =
        LocalCluster.start(
            shared.resolve("flink"), ClusterOptions.defaults().withEnvironment(Site.ENVIRONMENT));
  }

  @AfterAll
  static void stopCluster() throws IOException {
    if (cluster != null) {
      cluster.close();
    }
  }

  @BeforeEach
  void openSite() throws IOException {
    site = new Site(folder);
  }

  @AfterEach
  void closeSite() {
    site.close();
  }
}
