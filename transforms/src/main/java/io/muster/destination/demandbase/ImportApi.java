package io.muster.destination.demandbase;

import io.muster.destination.CallLimit;
import io.muster.destination.CallLimit.Purpose;
import io.muster.destination.DestinationSpec;
import io.muster.destination.DestinationSpec.AuthKind;
import io.muster.destination.DestinationSpec.BatchShape;
import io.muster.destination.DestinationSpec.EntityType;
import io.muster.destination.DestinationSpec.Evidence;
import io.muster.destination.DestinationSpec.Lifecycle;
import io.muster.destination.TargetField;
import io.muster.destination.VendorLists;
import io.muster.vendor.Rehearsal;
import io.muster.vendor.VendorHttp;
import io.muster.workspace.Connection;
import io.muster.workspace.DeliverySettings;
import io.muster.workspace.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Demandbase's Data Import API, as its two kinds of list share it. */
public final class ImportApi {

  /** The file size that DB-IMP allows. */
  private static final long MAX_FILE_BYTES = 5_000_000_000L;

  /** DB-IMP names no limit; at 255 characters a field this many rows stay below the file size. */
  private static final int MAX_ROWS = 1_000_000;

  /** {@code POST /job} and {@code PUT /job/{id}/data}, each, for the whole tenant (DB-RL). */
  private static final int CALLS_PER_DAY = 1_200;

  /** Reads are allowed three times as often as writes: 3,600 a day (DB-RL). */
  private static final int READS_PER_WRITE = 3;

  private ImportApi() {}

  /** The catalogue entry of one kind of list. */
  public static DestinationSpec spec(
      String name,
      String title,
      EntityType entityType,
      List<TargetField> targets,
      List<String> memberKey) {
    return new DestinationSpec(
        name,
        title,
        entityType,
        targets,
        memberKey,
        Set.of(AuthKind.TOKEN, AuthKind.CLIENT_CREDENTIALS),
        false,
        Map.of(),
        Map.of(),
        "https://uapi.demandbase.com/import/v1",
        "https://uapi.demandbase.com/auth/v1/token",
        new Limits(100_000, Limits.UNLIMITED, CALLS_PER_DAY),
        new Limits(MAX_ROWS, Limits.UNLIMITED, CALLS_PER_DAY),
        // 1,200 files a day are one in 72 seconds for all lists of a tenant, so they are gathered.
        new DeliverySettings(
            Duration.ofMinutes(15),
            Duration.ofHours(24),
            Duration.ofSeconds(1),
            Duration.ofSeconds(30),
            1_000_000),
        new BatchShape(false, MAX_FILE_BYTES),
        new Lifecycle(false, false, Duration.ZERO),
        new Evidence("the end of its import job", Evidence.NO_NUMBER, Evidence.NO_NUMBER),
        "docs/vendors.md#demandbase");
  }

  /** Opens the conversation about one kind of list. Makes no call. */
  public static VendorLists open(
      Connection connection, VendorHttp.Factory http, ImportLayout layout) {
    VendorHttp client = http.open(connection, new KeySetTokens(connection.tokenEndpoint()));
    return new ImportLists(connection.endpoint(), client, layout, http.clock());
  }

  /** The vendor's part in a rehearsal, the same for each kind of list. */
  public static Rehearsal rehearsal(Connection connection) {
    return new ImportRehearsal(connection.endpoint());
  }

  /** The limits of a connection; {@code put} and {@code post} have the configured one each. */
  public static List<CallLimit> callLimits(Connection connection) {
    Limits limits = connection.limits();
    long readsPerDay = (long) READS_PER_WRITE * limits.requestsPerDay();
    return List.of(
        CallLimit.of(ImportLists.PUT, limits).madeFor(Purpose.MEMBERS),
        CallLimit.of(ImportLists.POST, limits),
        new CallLimit(
            ImportLists.GET,
            limits.requestsPerMinute(),
            (int) Math.min(readsPerDay, Limits.UNLIMITED),
            Purpose.JOBS));
  }
}
