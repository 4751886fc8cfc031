package io.muster.destination.demandbasepeople;

import static io.muster.destination.VendorFixture.accepted;
import static io.muster.destination.VendorFixture.batch;
import static io.muster.destination.VendorFixture.member;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.muster.destination.Action;
import io.muster.destination.Connections;
import io.muster.destination.GoldenRequests;
import io.muster.destination.Receipt;
import io.muster.destination.VendorFixture;
import io.muster.destination.VendorLists;
import io.muster.destination.VendorLists.ListName;
import io.muster.destination.VendorLists.VendorList;
import io.muster.model.Member;
import io.muster.model.Standing;
import io.muster.vendor.ScriptedVendor;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DemandbasePeopleListsTest {

  private static final ListName NAME = new ListName("Webinar guests", "muster-key");

  private static final String JOB =
      "{\"id\":9,\"dataImportName\":\"Webinar guests\",\"entityType\":\"Person\",\"state\":\"%s\"}";

  private static final Member ADA =
      member(
          "externalPersonId", "003A@sfdc.Salesforce",
          "identity:email", "ada@acme.com",
          "firstName", "Ada",
          "lastName", "Lovelace",
          "accountName", "Acme, Inc.",
          "accountEmailDomain", "acme.com",
          "title", "Engineer");

  private static final Member UNKNOWN = member("identity:email", "someone@acme.com");

  private final VendorFixture fixture =
      new VendorFixture(new DemandbasePeopleDestination(), "/import/v1");
  private final ScriptedVendor vendor = fixture.vendor();
  private final VendorLists lists = fixture.lists(Connections.TOKEN);
  private final GoldenRequests golden = new GoldenRequests("demandbase-people");

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void createsAListOfPeople() {
    vendor.answers(200, JOB.formatted("new"));

    assertThat(accepted(lists.create(NAME)), is(new VendorList("9", "Webinar guests", false)));
    golden.check("create-list", vendor.lastRequest());
  }

  @Test
  void findsAListOfPeople() {
    vendor.answers(200, "{\"totalCount\":1,\"data\":[" + JOB.formatted("completed") + "]}");

    assertThat(
        accepted(lists.find(NAME)), is(Optional.of(new VendorList("9", "Webinar guests", false))));
    golden.check("find-list", vendor.lastRequest());
  }

  @Test
  void addsPeopleUnderTheSameColumnsWhateverIsKnownOfThem() {
    vendor.answers(200, JOB.formatted("completed")).answers(200, JOB.formatted("processing"));

    assertThat(
        accepted(lists.send(batch("9", Action.ADD, ADA, UNKNOWN))), is(new Receipt.Queued("9")));
    golden.check("add-members", vendor.lastRequest());
    assertThat(
        vendor.lastRequest().body(),
        is(
            "First Name,Last Name,Email,External Person Id,Account Name,Account Domain,Title\r\n"
                + "Ada,Lovelace,ada@acme.com,003A@sfdc.Salesforce,\"Acme, Inc.\",acme.com,"
                + "Engineer\r\n"
                + "\"\",,someone@acme.com,,,,\r\n"));
  }

  @Test
  void removesPeople() {
    vendor.answers(200, JOB.formatted("completed")).answers(200, JOB.formatted("processing"));

    accepted(lists.send(batch("9", Action.REMOVE, ADA)));

    golden.check("remove-members", vendor.lastRequest());
  }

  @Test
  void tellsTheStateOfTheJob() {
    vendor.answers(200, JOB.formatted("completed"));

    assertThat(accepted(lists.standing("9")), is(Standing.of("completed")));
    golden.check("read-standing", vendor.lastRequest());
  }
}
