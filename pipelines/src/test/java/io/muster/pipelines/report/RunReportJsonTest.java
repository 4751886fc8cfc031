package io.muster.pipelines.report;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

final class RunReportJsonTest {

  @Test
  void writesTheContractsKeysInItsOrder() {
    assertThat(
        RunReportJson.write(SampleReport.mixed()), equalTo(Golden.text("report.golden.json")));
  }

  @Test
  void readsWhatItWrote() {
    RunReport report = SampleReport.mixed();
    assertThat(RunReportJson.read(RunReportJson.write(report)), equalTo(report));
  }

  @Test
  void writesNullForWhatIsNotKnownYet() {
    RunReport running = SampleReport.of("incomplete", 5, 0, 5);
    assertThat(RunReportJson.write(running), containsString("\"endedAt\" : null"));
    assertThat(RunReportJson.read(RunReportJson.write(running)).endedAt(), is(nullValue()));
  }

  @Test
  void readsAReportOfBeforeVendorsWereAsked() {
    RunReport report = SampleReport.of("completed", 5, 5, 0);
    String earlier =
        RunReportJson.write(report)
            .replaceFirst("(?s)(\"warnings\" : \\{ }),.*?\"vendorState\" : null", "$1");
    assertThat(earlier, not(containsString("accepted")));
    assertThat(RunReportJson.read(earlier), equalTo(report));
  }

  @Test
  void countsAsAcceptedWhatWasAddedAndRemoved() {
    String json = RunReportJson.write(SampleReport.of(SampleReport.said("READY")));
    assertThat(json, containsString("\"accepted\" : 4"));
    assertThat(json, containsString("\"landed\" : 3"));
    assertThat(json, containsString("\"matched\" : null"));
    assertThat(json, containsString("\"vendorState\" : \"READY\""));
  }

  @Test
  void leavesKeysOfALaterVersionAlone() {
    String later =
        RunReportJson.write(SampleReport.mixed()).replaceFirst("\\{", "{\"later\": [1, {}],");
    assertThat(RunReportJson.read(later), equalTo(SampleReport.mixed()));
  }

  @Test
  void saysWhichKeyIsMissing() {
    assertThat(refusal("{\"run\": \"r\"}"), containsString("status"));
  }

  @Test
  void saysWhereANumberIsNone() {
    String wrong =
        RunReportJson.write(SampleReport.mixed())
            .replace("\"received\" : 2,", "\"received\" : \"two\",");
    assertThat(refusal(wrong), containsString("dataflows[1].received"));
  }

  @Test
  void refusesWhatIsNoReport() {
    assertThat(refusal(""), containsString("not a run's report"));
    assertThat(refusal("null"), containsString("no report"));
    assertThat(refusal("[]"), containsString("not a run's report"));
    assertThat(refusal("{\"run\": "), containsString("not"));
    assertThat(refusal("PK\u0003\u0004"), containsString("line 1: it is not JSON"));
  }

  private static String refusal(String json) {
    return assertThrows(IllegalArgumentException.class, () -> RunReportJson.read(json))
        .getMessage();
  }
}
