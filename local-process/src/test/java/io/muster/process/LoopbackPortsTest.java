package io.muster.process;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThan;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoopbackPortsTest {

  /** Where Linux begins to give ports to outgoing connections. */
  private static final int EPHEMERAL = 32_768;

  @Test
  void areDifferentFreeAndOfNoOutgoingConnection() throws IOException {
    List<Integer> ports = LoopbackPorts.free(20);
    assertThat(new HashSet<>(ports), hasSize(20));
    assertThat(ports, everyItem(lessThan(EPHEMERAL)));
    for (int port : ports) {
      new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
    }
  }
}
