package io.muster.destination.demandbase;

import com.fasterxml.jackson.databind.JsonNode;
import io.muster.destination.Action;
import io.muster.destination.Conversation;
import io.muster.destination.MemberBatch;
import io.muster.destination.Receipt;
import io.muster.destination.RecentListing;
import io.muster.destination.VendorAnswer;
import io.muster.destination.VendorAnswer.Accepted;
import io.muster.destination.VendorAnswer.Cause;
import io.muster.destination.VendorAnswer.Problem;
import io.muster.destination.VendorLists;
import io.muster.model.Standing;
import io.muster.vendor.Exchange;
import io.muster.vendor.VendorHttp;
import io.muster.vendor.VendorRequest;
import io.muster.vendor.VendorRequest.Body;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Lists as import jobs: one job for each list, found by its name, which takes one file after
 * another. The API can neither rename nor delete one.
 */
final class ImportLists implements VendorLists {

  static final String GET = "get";
  static final String POST = "post";
  static final String PUT = "put";

  private static final int PAGE_SIZE = 100;

  /** Whatever the vendor's own is. */
  private static final int OWN_SIZE = 0;

  /** Beyond this the vendor pages in circles; 3,600 reads a day would not get further. */
  private static final int MOST_PAGES = 3_600;

  private final String endpoint;
  private final ImportLayout layout;
  private final Conversation<ImportOperation> conversation;
  private final RecentListing<ImportJob> listing;

  /**
   * Jobs that were seen to have no file in work, and were given none since. Of any other the last
   * file may still be in work, since its answer was lost or another worker sent it; what the vendor
   * says to the next one then is not public. To look first costs a read, not one of the writes.
   */
  private final Set<String> atRest = new HashSet<>();

  ImportLists(String endpoint, VendorHttp http, ImportLayout layout, Clock clock) {
    this.endpoint = endpoint;
    this.layout = layout;
    this.conversation = new Conversation<>(http, new ImportAnswers());
    this.listing = new RecentListing<>(clock);
  }

  /**
   * Pages through the jobs, since the API has no filter by name; once for all names that are looked
   * for within a minute, since a tenant has few reads a day.
   */
  @Override
  public VendorAnswer<Optional<VendorList>> find(ListName name) {
    Optional<List<ImportJob>> recent = listing.lists();
    return recent.isPresent()
        ? new Accepted<>(named(name, recent.get()).map(ImportLists::list), 200)
        : pageTo(name);
  }

  /**
   * No maximum is public, so a vendor that refuses our pages is asked for those of its own size.
   */
  private VendorAnswer<Optional<VendorList>> pageTo(ListName name) {
    VendorAnswer<Optional<VendorList>> answer = pageTo(name, PAGE_SIZE);
    if (answer instanceof VendorAnswer.Refused<Optional<VendorList>> refused
        && refused.problem().httpStatus() == 400
        && pageTo(name, OWN_SIZE) instanceof Accepted<Optional<VendorList>> accepted) {
      return accepted;
    }
    return answer;
  }

  private static Optional<ImportJob> named(ListName name, List<ImportJob> jobs) {
    return jobs.stream().filter(job -> name.isCalled(job.name())).findFirst();
  }

  private VendorAnswer<Optional<VendorList>> pageTo(ListName name, int perPage) {
    RecentListing<ImportJob>.Reading reading = listing.read(perPage);
    for (int page = 1; page <= MOST_PAGES; page++) {
      VendorAnswer<JobPage> answer = listJobs(perPage, page);
      if (!(answer instanceof Accepted<JobPage> accepted)) {
        return answer.asFailure();
      }
      JobPage jobs = accepted.value();
      List<ImportJob> ours = ofOurKind(jobs);
      boolean atEnd = reading.page(ours, jobs.size(), jobs.totalCount());
      Optional<ImportJob> found = named(name, ours);
      if (found.isPresent() || (atEnd && !jobs.tellsOfMoreThan(reading.entries()))) {
        return new Accepted<>(seen(found), accepted.httpStatus());
      }
      if (atEnd) {
        return pageZero(name, perPage, reading);
      }
    }
    return new VendorAnswer.Refused<>(
        new Problem(
            200, "the list of import jobs has no end after " + reading.entries() + " jobs", true));
  }

  /**
   * Looks where a vendor whose pages start at 0, which no page of it says, has the jobs that are
   * missing. Another vendor may refuse that page.
   */
  private VendorAnswer<Optional<VendorList>> pageZero(
      ListName name, int perPage, RecentListing<ImportJob>.Reading reading) {
    VendorAnswer<JobPage> answer = listJobs(perPage, 0);
    if (answer instanceof VendorAnswer.Refused<JobPage> refused) {
      return new Accepted<>(Optional.empty(), refused.problem().httpStatus());
    }
    if (!(answer instanceof Accepted<JobPage> accepted)) {
      return answer.asFailure();
    }
    JobPage jobs = accepted.value();
    List<ImportJob> ours = ofOurKind(jobs);
    reading.page(ours, jobs.size(), jobs.totalCount());
    return new Accepted<>(seen(named(name, ours)), accepted.httpStatus());
  }

  private List<ImportJob> ofOurKind(JobPage jobs) {
    return jobs.jobs().stream().filter(this::isOurKind).toList();
  }

  private Optional<VendorList> seen(Optional<ImportJob> found) {
    found.ifPresent(this::state);
    return found.map(ImportLists::list);
  }

  @Override
  public VendorAnswer<VendorList> create(ListName name) {
    Body body =
        Body.json(
            json -> {
              json.writeStartObject();
              json.writeStringField("dataImportName", name.name());
              json.writeStringField("entityType", layout.entityType());
              json.writeStringField("source", "CSV");
              json.writeEndObject();
            });
    VendorAnswer<VendorList> answer =
        conversation.ask(
            ImportOperation.CREATE_JOB,
            json(VendorRequest.post(POST, endpoint + "/job", body)),
            reply -> job(reply).map(job -> created(job, name)));
    if (isInDoubt(answer)) {
      listing.drop();
    }
    return answer.madeNothingIf409();
  }

  /** Whether there may be jobs that were not seen, of ours or of others. */
  private static boolean isInDoubt(VendorAnswer<VendorList> created) {
    return !(created instanceof Accepted)
        && !(created instanceof VendorAnswer.Retry<VendorList> retry
            && retry.cause() == Cause.OWN_BUDGET);
  }

  /**
   * Submits one file. {@code listAction} is always sent: the API's default, {@code replace},
   * empties the list first (DB-IMP).
   */
  @Override
  public VendorAnswer<Receipt> send(MemberBatch batch) {
    if (batch.has(Action.ADD) && batch.has(Action.REMOVE)) {
      throw new IllegalArgumentException("an import file either adds or removes");
    }
    String listId = batch.listId();
    if (!atRest.contains(listId)) {
      VendorAnswer<JobState> look = poll(listId, listId);
      if (!(look instanceof Accepted<JobState> seen)) {
        return look.<Receipt>asFailure().broughtNothing();
      }
      if (!atRest.contains(listId)) {
        Problem busy =
            new Problem(seen.httpStatus(), "the import job works on the file before", false);
        return new VendorAnswer.Retry<>(Cause.LIST_PENDING, busy, Duration.ZERO);
      }
    }
    atRest.remove(listId);
    VendorAnswer<Receipt> answer = submit(batch);
    if (answer instanceof VendorAnswer.Refused<Receipt>) {
      atRest.add(listId);
    }
    return answer;
  }

  private VendorAnswer<Receipt> submit(MemberBatch batch) {
    String listAction = batch.has(Action.ADD) ? "insert" : "delete";
    String url = job(batch.listId()) + "/data?listAction=" + listAction;
    return conversation.ask(
        ImportOperation.SUBMIT_DATA,
        json(VendorRequest.put(PUT, url, new MemberCsv(layout, batch))),
        reply ->
            job(reply, batch.listId())
                // Mostly "processing"; a short file may have ended by now, or not have begun. What
                // the end is, the poll is told.
                .filter(job -> stateOf(job).isPresent())
                .map(job -> new Receipt.Queued(job.id())));
  }

  /** A look that is refused says nothing of the job's file, so it is never a refusal of that. */
  @Override
  public VendorAnswer<JobState> poll(String listId, String job) {
    VendorAnswer<JobState> look =
        conversation.ask(
            ImportOperation.GET_JOB,
            json(VendorRequest.get(GET, job(job))),
            reply -> job(reply, job).flatMap(this::state));
    if (look instanceof VendorAnswer.ListGone) {
      listing.drop();
    }
    return look instanceof VendorAnswer.Refused<JobState> refused
        ? new VendorAnswer.Retry<>(Cause.LIST_PENDING, refused.problem(), Duration.ZERO)
        : look;
  }

  /** The job's state; the API counts no members (DB-IMP), so nothing else is known of the list. */
  @Override
  public VendorAnswer<Standing> standing(String listId) {
    return conversation.ask(
        ImportOperation.GET_JOB,
        json(VendorRequest.get(GET, job(listId))),
        reply -> job(reply, listId).map(job -> Standing.of(job.state())));
  }

  @Override
  public VendorAnswer<VendorList> rename(String listId, ListName name) {
    return cannot("rename");
  }

  @Override
  public VendorAnswer<String> delete(String listId) {
    return cannot("delete");
  }

  @Override
  public VendorAnswer<String> checkCredential() {
    VendorAnswer<JobPage> answer = listJobs(1, 1);
    return answer instanceof Accepted<JobPage> accepted
        ? new Accepted<>("reads the tenant's import jobs", accepted.httpStatus())
        : answer.asFailure();
  }

  private VendorAnswer<JobPage> listJobs(int perPage, int page) {
    String size = perPage == OWN_SIZE ? "" : "&perPage=" + perPage;
    String query = "?entityType=" + layout.entityType() + size + "&page=" + page;
    return conversation.ask(
        ImportOperation.LIST_JOBS,
        json(VendorRequest.get(GET, endpoint + "/jobs" + query)),
        reply -> reply.json().flatMap(JobPage::read));
  }

  private VendorList created(ImportJob job, ListName name) {
    atRest.add(job.id());
    listing.add(new ImportJob(job.id(), name.name(), layout.entityType(), job.state()));
    return new VendorList(job.id(), name.name(), false);
  }

  private String job(String id) {
    return endpoint + "/job/" + VendorRequest.encode(id);
  }

  /** A page that doesn't name the kind has been filtered by it. */
  private boolean isOurKind(ImportJob job) {
    return job.entityType().isEmpty() || job.entityType().equalsIgnoreCase(layout.entityType());
  }

  private static Optional<ImportJob> job(Exchange.Reply reply) {
    Optional<JsonNode> body = reply.json();
    return body.flatMap(ImportJob::read);
  }

  private static Optional<ImportJob> job(Exchange.Reply reply, String id) {
    return job(reply).filter(job -> job.id().equals(id));
  }

  /** The vendor doesn't show who made a job. */
  private static VendorList list(ImportJob job) {
    return new VendorList(job.id(), job.name(), false);
  }

  /** How a job fares; remembers one that is at rest. */
  private Optional<JobState> state(ImportJob job) {
    Optional<JobState> state = stateOf(job);
    if (state.isPresent() && !job.state().equals("processing")) {
      atRest.add(job.id());
    }
    return state;
  }

  private static Optional<JobState> stateOf(ImportJob job) {
    return switch (job.state()) {
      case "new", "processing" -> Optional.of(JobState.RUNNING);
      case "completed" -> Optional.of(JobState.COMPLETED);
      case "failed" -> Optional.of(JobState.FAILED);
      default -> Optional.empty();
    };
  }

  private static <T> VendorAnswer<T> cannot(String verb) {
    return new VendorAnswer.Refused<>(
        new Problem(0, "Demandbase's API cannot " + verb + " a list: do it in Demandbase", false));
  }

  private static VendorRequest json(VendorRequest request) {
    return request.with("Accept", "application/json");
  }
}
