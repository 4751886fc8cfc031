package io.muster.destination.linkedin;

import com.fasterxml.jackson.databind.JsonNode;
import io.muster.destination.Conversation;
import io.muster.destination.MemberBatch;
import io.muster.destination.Receipt;
import io.muster.destination.RecentListing;
import io.muster.destination.VendorAnswer;
import io.muster.destination.VendorAnswer.Accepted;
import io.muster.destination.VendorAnswer.Problem;
import io.muster.destination.VendorCount;
import io.muster.destination.VendorLists;
import io.muster.model.Standing;
import io.muster.vendor.Exchange;
import io.muster.vendor.VendorHttp;
import io.muster.vendor.VendorRequest;
import io.muster.vendor.VendorRequest.Body;
import io.muster.workspace.Connection;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lists as DMP segments of type COMPANY, known by the key that Muster gave them. */
final class LinkedInLists implements VendorLists {

  static final String COMPANIES = "companies";
  static final String SEGMENTS = "segments";

  private static final Pattern LOCATION = Pattern.compile(".*/dmpSegments/([0-9]+)/?");

  /** AMP pages by as many. */
  private static final int PAGE_SIZE = 100;

  /** Beyond this LinkedIn pages in circles. */
  private static final int MOST_PAGES = 1_000;

  private final String segments;
  private final String account;
  private final String sourcePlatform;
  private final String apiVersion;
  private final Conversation<LinkedInOperation> conversation;
  private final RecentListing<Segment> listing;

  LinkedInLists(Connection connection, VendorHttp http, Clock clock) {
    this.segments = connection.endpoint() + "/dmpSegments";
    this.account = "urn:li:sponsoredAccount:" + connection.account();
    this.sourcePlatform = connection.option(LinkedInDestination.SOURCE_PLATFORM);
    this.apiVersion = connection.option(LinkedInDestination.API_VERSION);
    this.conversation = new Conversation<>(http, new LinkedInAnswers());
    this.listing = new RecentListing<>(clock);
  }

  /**
   * By Muster's key; then by name among all segments of the account, which have no such filter and
   * are read once for all names that are looked for within a minute.
   */
  @Override
  public VendorAnswer<Optional<VendorList>> find(ListName name) {
    VendorAnswer<Segment.Page> answer =
        page(
            "&sourceSegmentId="
                + VendorRequest.encode(name.key())
                + "&sourcePlatform="
                + VendorRequest.encode(sourcePlatform));
    if (!(answer instanceof Accepted<Segment.Page> accepted)) {
      return answer.asFailure();
    }
    Segment.Page page = accepted.value();
    Optional<VendorList> ours =
        page.segments().stream()
            .filter(segment -> isOurs(segment, name) || isOursByFilter(segment, page, name))
            .map(segment -> new VendorList(segment.id(), segment.name(), true))
            .findFirst();
    return ours.isPresent() ? new Accepted<>(ours, accepted.httpStatus()) : findNamed(name);
  }

  /**
   * Whether a segment that shows no key was filtered by it. An answer that is not filtered would
   * show others too, or another name; no source has a call that reads one segment's key (docs/
   * vendors.md).
   */
  private static boolean isOursByFilter(Segment segment, Segment.Page page, ListName name) {
    return segment.key().isEmpty() && page.isAlone() && name.isCalled(segment.name());
  }

  @Override
  public VendorAnswer<Optional<VendorList>> findNamed(ListName name) {
    Optional<List<Segment>> recent = listing.lists();
    return recent.isPresent() ? new Accepted<>(named(name, recent.get()), 200) : pageTo(name);
  }

  private Optional<VendorList> named(ListName name, List<Segment> segments) {
    return segments.stream()
        .filter(segment -> name.isCalled(segment.name()))
        .map(segment -> new VendorList(segment.id(), segment.name(), whose(segment, name), true))
        .findFirst();
  }

  private VendorAnswer<Optional<VendorList>> pageTo(ListName name) {
    RecentListing<Segment>.Reading reading = listing.read(PAGE_SIZE);
    for (int page = 0; page < MOST_PAGES; page++) {
      VendorAnswer<Segment.Page> answer =
          page("&start=" + reading.entries() + "&count=" + PAGE_SIZE);
      if (!(answer instanceof Accepted<Segment.Page> accepted)) {
        return answer.asFailure();
      }
      Segment.Page found = accepted.value();
      boolean atEnd = reading.page(found.segments(), found.size(), found.total());
      Optional<VendorList> named = named(name, found.segments());
      if (named.isPresent() || atEnd) {
        return new Accepted<>(named, accepted.httpStatus());
      }
    }
    return new VendorAnswer.Refused<>(
        new Problem(200, "the account's segments have no end after " + reading.entries(), true));
  }

  private VendorAnswer<Segment.Page> page(String filter) {
    String query = "?q=account&account=" + VendorRequest.encode(account) + filter;
    return conversation.ask(
        LinkedInOperation.FIND_SEGMENTS,
        versioned(VendorRequest.get(SEGMENTS, segments + query)),
        reply -> reply.json().flatMap(Segment.Page::read));
  }

  @Override
  public VendorAnswer<VendorList> create(ListName name) {
    Body body =
        Body.json(
            json -> {
              json.writeStartObject();
              json.writeStringField("name", name.name());
              json.writeStringField("type", "COMPANY");
              json.writeStringField("account", account);
              json.writeStringField("sourcePlatform", sourcePlatform);
              json.writeStringField("sourceSegmentId", name.key());
              json.writeArrayFieldStart("destinations");
              json.writeStartObject();
              json.writeStringField("destination", "LINKEDIN");
              json.writeEndObject();
              json.writeEndArray();
              json.writeEndObject();
            });
    VendorAnswer<VendorList> answer =
        conversation.ask(
            LinkedInOperation.CREATE_SEGMENT,
            versioned(VendorRequest.post(SEGMENTS, segments, body)),
            reply -> createdId(reply).map(id -> new VendorList(id, name.name(), true)));
    if (answer instanceof Accepted<VendorList> made) {
      listing.add(
          new Segment(made.value().id(), name.name(), "COMPANY", name.key(), sourcePlatform));
    } else {
      // Ours may be there all the same, or another's.
      listing.drop();
    }
    return answer;
  }

  /**
   * The id comes in a header, in older versions under another name (LI-SEG, LI-DEST). Where a
   * gateway keeps these to itself it stands where Rest.li shows it too: at the end of Location, or
   * in the body.
   */
  private static Optional<String> createdId(Exchange.Reply reply) {
    return reply
        .header("x-restli-id")
        .or(() -> reply.header("x-linkedin-id"))
        .or(() -> reply.json().map(body -> body.path("id").asText("")))
        .map(String::strip)
        .filter(id -> !id.isEmpty())
        .or(() -> reply.header("Location").flatMap(LinkedInLists::idIn));
  }

  private static Optional<String> idIn(String location) {
    Matcher matcher = LOCATION.matcher(location.strip());
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  @Override
  public VendorAnswer<Receipt> send(MemberBatch batch) {
    Body body = Body.json(new CompanyBatch(batch));
    VendorRequest request =
        versioned(
            VendorRequest.post(COMPANIES, segment(batch.listId()) + "/companies", body)
                .with("X-RestLi-Method", "BATCH_CREATE"));
    VendorAnswer<Receipt> answer =
        conversation.ask(
            LinkedInOperation.WRITE_COMPANIES,
            request,
            reply ->
                reply
                    .json()
                    .flatMap(json -> CompanyResults.read(json, batch.operations().size()))
                    .map(Receipt.Decided::new));
    if (answer instanceof VendorAnswer.ListGone
        || (answer instanceof VendorAnswer.Retry<Receipt> retry
            && retry.cause() == VendorAnswer.Cause.LIST_PENDING)) {
      // The segment may be gone, and is looked for then.
      listing.drop();
    }
    return answer;
  }

  /**
   * The segment's destination: its {@code status}, {@code matchedCount} (members matched in the
   * last seven days) and {@code audienceSize} (people, all of them) (LI-DEST). How many members
   * have landed it doesn't say: {@code inputCount} too forgets after seven days.
   */
  @Override
  public VendorAnswer<Standing> standing(String listId) {
    return conversation.ask(
        LinkedInOperation.READ_DESTINATION,
        versioned(VendorRequest.get(SEGMENTS, segment(listId) + "/destinations/LINKEDIN")),
        reply -> reply.json().flatMap(LinkedInLists::standing));
  }

  private static Optional<Standing> standing(JsonNode destination) {
    Standing standing =
        new Standing(
            destination.path("status").asText(""),
            OptionalLong.empty(),
            VendorCount.of(destination, "matchedCount"),
            VendorCount.of(destination, "audienceSize"));
    // Something without any of the three is no destination.
    return Optional.of(standing).filter(it -> !it.equals(Standing.of("")));
  }

  @Override
  public VendorAnswer<VendorList> rename(String listId, ListName name) {
    listing.drop();
    Body body =
        Body.json(
            json -> {
              json.writeStartObject();
              json.writeObjectFieldStart("patch");
              json.writeObjectFieldStart("$set");
              json.writeStringField("name", name.name());
              json.writeEndObject();
              json.writeEndObject();
              json.writeEndObject();
            });
    VendorRequest request =
        versioned(
            VendorRequest.post(SEGMENTS, segment(listId), body)
                .with("X-RestLi-Method", "PARTIAL_UPDATE"));
    return conversation.ask(
        LinkedInOperation.UPDATE_SEGMENT,
        request,
        // The answer has no body, and so doesn't show whose the segment is.
        reply -> reply.plain().map(done -> new VendorList(listId, name.name(), false)));
  }

  @Override
  public VendorAnswer<String> delete(String listId) {
    listing.drop();
    return conversation.ask(
        LinkedInOperation.DELETE_SEGMENT,
        versioned(VendorRequest.delete(SEGMENTS, segment(listId))),
        reply -> reply.plain().map(done -> listId));
  }

  @Override
  public VendorAnswer<String> checkCredential() {
    VendorAnswer<Segment.Page> answer = page("&start=0&count=1");
    return answer instanceof Accepted<Segment.Page> accepted
        ? new Accepted<>("reads the ad account's segments", accepted.httpStatus())
        : answer.asFailure();
  }

  private String segment(String id) {
    return segments + "/" + VendorRequest.encode(id);
  }

  private Whose whose(Segment segment, ListName name) {
    if (segment.key().isEmpty()) {
      return Whose.UNKNOWN;
    }
    return isOurs(segment, name) ? Whose.OURS : Whose.FOREIGN;
  }

  private boolean isOurs(Segment segment, ListName name) {
    return segment.key().equals(name.key())
        && (segment.platform().isEmpty() || segment.platform().equals(sourcePlatform));
  }

  private VendorRequest versioned(VendorRequest request) {
    return request.with("LinkedIn-Version", apiVersion).with("X-Restli-Protocol-Version", "2.0.0");
  }
}
