package io.muster.destination.demandbase;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.muster.destination.RehearsedReply;
import io.muster.vendor.Exchange;
import io.muster.vendor.Rehearsal;
import io.muster.vendor.VendorRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** Demandbase as it would answer: a job ends with the first look at it (DB-IMP). */
final class ImportRehearsal implements Rehearsal {

  private final String jobs;
  private int made;

  /**
   * @param endpoint the API's
   */
  ImportRehearsal(String endpoint) {
    this.jobs = endpoint + "/job/";
  }

  @Override
  public Exchange.Reply answer(VendorRequest request) {
    return switch (request.kind()) {
      case ImportLists.POST -> job(NEW_LIST + ++made, "new");
      case ImportLists.PUT -> job(id(request), "processing");
      default ->
          request.url().startsWith(jobs)
              ? job(id(request), "completed")
              : RehearsedReply.of(200, "{\"totalCount\":0,\"data\":[]}");
    };
  }

  /** An id is a path's segment: it is only taken apart as it was put together. */
  private String id(VendorRequest request) {
    return request.url().substring(jobs.length()).replaceFirst("[/?].*$", "");
  }

  private static Exchange.Reply job(String id, String state) {
    String decoded = URLDecoder.decode(id, StandardCharsets.UTF_8);
    return RehearsedReply.of(
        200,
        JsonNodeFactory.instance.objectNode().put("id", decoded).put("state", state).toString());
  }
}
