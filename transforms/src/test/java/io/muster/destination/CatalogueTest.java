package io.muster.destination;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.in;
import static org.hamcrest.Matchers.is;

import com.google.common.base.Splitter;
import io.muster.destination.CallLimit.Purpose;
import io.muster.destination.DestinationSpec.AuthKind;
import io.muster.destination.TargetField.Need;
import io.muster.workspace.Connection;
import io.muster.workspace.Limits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CatalogueTest {

  private static final int NONE = Limits.UNLIMITED;

  static List<Destination> destinations() {
    return Destinations.load().all();
  }

  private static Destination destination(String name) {
    return Destinations.load().require(name);
  }

  @Test
  void findsTheFourByTheirNames() {
    assertThat(
        destinations().stream().map(destination -> destination.spec().name()).toList(),
        contains("bombora", "demandbase", "demandbase-people", "linkedin-companies"));
  }

  @ParameterizedTest
  @MethodSource("destinations")
  void keepsItsOwnDefaultsWithinTheMaxima(Destination destination) {
    Limits limits = destination.spec().limits();
    Limits most = destination.spec().maximum();

    assertThat(limits.batchSize() <= most.batchSize(), is(true));
    assertThat(limits.requestsPerMinute() <= most.requestsPerMinute(), is(true));
    assertThat(limits.requestsPerDay() <= most.requestsPerDay(), is(true));
  }

  @ParameterizedTest
  @MethodSource("destinations")
  void makesKeysOfTargetsThatAreSent(Destination destination) {
    List<String> sent =
        destination.spec().targets().stream()
            .filter(TargetField::sent)
            .map(TargetField::name)
            .toList();

    assertThat(destination.spec().memberKey(), everyItem(is(in(sent))));
  }

  /** By its purpose the delivery knows how many batches a minute has room for. */
  @ParameterizedTest
  @MethodSource("destinations")
  void saysWhichCallsCarryMembers(Destination destination) {
    assertThat(
        limits(destination.spec().name()).stream().map(CallLimit::purpose).toList(),
        hasItem(Purpose.MEMBERS));
  }

  @ParameterizedTest
  @MethodSource("destinations")
  void saysWhereItsFactsAre(Destination destination) throws Exception {
    List<String> place = Splitter.on('#').splitToList(destination.spec().documentation());
    String text = Files.readString(Path.of("..").resolve(place.get(0)));

    List<String> anchors =
        text.lines()
            .filter(line -> line.startsWith("#"))
            .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
            .map(line -> line.replace(' ', '-'))
            .toList();
    assertThat(place.get(1), is(in(anchors)));
  }

  @Test
  void wantsWhatTheContractSaysOfTargets() {
    assertThat(
        targets("demandbase", Need.MANDATORY),
        contains("accountName", "accountEmailDomain", "identity:primaryId"));
    assertThat(targets("demandbase-people", Need.MANDATORY), contains("identity:email"));
    assertThat(
        targets("demandbase-people", Need.RECOMMENDED),
        contains("externalPersonId", "firstName", "lastName"));
    assertThat(
        targets("demandbase-people", Need.OPTIONAL),
        contains("accountName", "accountEmailDomain", "title"));
    assertThat(
        targets("linkedin-companies", Need.MANDATORY),
        contains("companyName", "identity:primaryId"));
    assertThat(targets("linkedin-companies", Need.RECOMMENDED), contains("companyWebsiteDomain"));
    assertThat(
        targets("linkedin-companies", Need.OPTIONAL),
        contains(
            "companyEmailDomain",
            "companyPageUrl",
            "organizationUrn",
            "stockSymbol",
            "industries",
            "city",
            "state",
            "country",
            "postalCode"));
    assertThat(
        targets("bombora", Need.MANDATORY), contains("companyWebsiteDomain", "identity:primaryId"));
  }

  @Test
  void neverSendsThePrimaryIdToLinkedInAndBombora() {
    for (String name : List.of("linkedin-companies", "bombora")) {
      TargetField field = destination(name).spec().target("identity:primaryId").orElseThrow();
      assertThat(field.sent(), is(false));
      assertThat(field.blankAllowed(), is(true));
    }
  }

  @Test
  void takesTheCredentialsThatEachVendorKnows() {
    Set<AuthKind> demandbase = Set.of(AuthKind.TOKEN, AuthKind.CLIENT_CREDENTIALS);
    assertThat(destination("demandbase").spec().authKinds(), is(demandbase));
    assertThat(destination("demandbase-people").spec().authKinds(), is(demandbase));
    assertThat(
        destination("linkedin-companies").spec().authKinds(),
        is(Set.of(AuthKind.TOKEN, AuthKind.REFRESH_TOKEN)));
    assertThat(destination("bombora").spec().authKinds(), is(Set.of(AuthKind.CLIENT_CREDENTIALS)));
  }

  @Test
  void hasLinkedInsOptions() {
    assertThat(
        destination("linkedin-companies").spec().options(),
        is(Map.of("sourcePlatform", "MUSTER", "apiVersion", "202604")));
  }

  @Test
  void countsEachOfDemandbasesMethodsAlone() {
    assertThat(
        limits("demandbase"),
        contains(
            new CallLimit("put", NONE, 1_200, Purpose.MEMBERS),
            new CallLimit("post", NONE, 1_200),
            new CallLimit("get", NONE, 3_600, Purpose.JOBS)));
    assertThat(limits("demandbase-people"), is(limits("demandbase")));
  }

  @Test
  void limitsLinkedInsCompaniesAndDrawsSegmentsWithoutALimit() {
    assertThat(
        limits("linkedin-companies"),
        contains(
            new CallLimit("companies", 300, NONE, Purpose.MEMBERS),
            new CallLimit("segments", NONE, NONE)));
  }

  @Test
  void countsEachOfBomborasPathsAlone() {
    assertThat(
        limits("bombora"),
        contains(
            new CallLimit("lists", 60, NONE),
            new CallLimit("list", 60, NONE),
            new CallLimit("accounts", 60, NONE, Purpose.MEMBERS),
            new CallLimit("delete-accounts", 60, NONE, Purpose.MEMBERS)));
  }

  private static List<String> targets(String destination, Need need) {
    return destination(destination).spec().targets().stream()
        .filter(target -> target.need() == need)
        .map(TargetField::name)
        .toList();
  }

  private static List<CallLimit> limits(String name) {
    Destination destination = destination(name);
    Connection connection =
        Connections.to(destination, Connections.TOKEN, "http://vendor.test", "http://vendor.test");
    return destination.callLimits(connection);
  }
}
