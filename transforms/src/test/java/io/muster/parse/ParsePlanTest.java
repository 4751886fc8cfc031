package io.muster.parse;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.muster.parse.ParsePlan.AudienceRef;
import io.muster.workspace.SourcePath;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParsePlanTest {

  private final ParsePlan plan =
      ParsePlan.of(
          List.of(
              Plans.dataflow(
                  "one",
                  List.of(Plans.audience("a1"), Plans.audience("a2")),
                  "accountName -> accountName",
                  "accountOrganization.domain -> accountEmailDomain"),
              Plans.dataflow(
                  "two",
                  List.of(Plans.audience("a2")),
                  "accountOrganization.domain -> companyWebsiteDomain",
                  "identityMap.Email -> identity:email")));

  @Test
  void keepsEachMappedPathOnce() {
    assertThat(plan.indexOf(SourcePath.parse("accountName")), equalTo(0));
    assertThat(plan.indexOf(SourcePath.parse("accountOrganization.domain")), equalTo(1));
    assertThat(plan.indexOf(SourcePath.parse("identityMap.Email")), equalTo(2));
  }

  @Test
  void knowsEveryPlaceWhereAnAudienceIsActivated() {
    assertThat(plan.audiences("a2"), contains(new AudienceRef(0, 1), new AudienceRef(1, 0)));
    assertThat(plan.audiences("a3"), empty());
  }

  @Test
  void namesAPathThatItDoesNotRead() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> plan.indexOf(SourcePath.parse("accountSite")));
    assertThat(e.getMessage(), containsString("accountSite"));
  }

  @Test
  void travelsToAWorker() throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(plan);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      ParsePlan arrived = (ParsePlan) in.readObject();
      assertThat(arrived.dataflows(), equalTo(plan.dataflows()));
      assertThat(arrived.indexes(), equalTo(plan.indexes()));
      assertThat(arrived.audiences("a2"), equalTo(plan.audiences("a2")));
    }
  }
}
