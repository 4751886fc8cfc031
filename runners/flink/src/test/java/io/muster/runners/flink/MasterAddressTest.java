package io.muster.runners.flink;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MasterAddressTest {

  @ParameterizedTest
  @CsvSource({
    "flink:9081, flink, 9081",
    "flink, flink, 8081",
    "http://10.0.0.7:8082, 10.0.0.7, 8082",
    "https://flink.example.com:443/, flink.example.com, 443",
    "[::1]:8081, [::1], 8081",
    "' localhost:8081 ', localhost, 8081"
  })
  void itIsReadAsBeamReadsIt(String text, String host, int port) {
    assertThat(MasterAddress.parse(text), is(new MasterAddress(host, port)));
  }
}
