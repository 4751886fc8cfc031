package io.muster.benchmarks.hand;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muster.benchmarks.hand.ByHand.LinkedIn;
import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.io.TextIO;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupIntoBatches;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;

/**
 * Lines, parsed, grouped into batches by list, posted as they come: what most connectors do. Nobody
 * looks at a change's time, nor at what an account was before.
 */
public final class NaiveBeam {

  private static final int BATCH = 5_000;

  private NaiveBeam() {}

  /**
   * What is to be done.
   *
   * @param audiences the name of each audience's list at LinkedIn, by the audience's id
   */
  public record Job(
      String input, URI endpoint, String account, String token, Map<String, String> audiences)
      implements Serializable {}

  /** Does it, and returns at its end. */
  public static void run(Job job, PipelineOptions options) {
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply("Read", TextIO.read().from(job.input()))
        .apply("Parse", ParDo.of(new Parse(job)))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), StringUtf8Coder.of()))
        .apply("Batch", GroupIntoBatches.ofSize(BATCH))
        .apply("Post", ParDo.of(new Post(job)));
    pipeline.run().waitUntilFinish();
  }

  /** A line as elements of LinkedIn's, each under its audience. */
  private static final class Parse extends DoFn<String, KV<String, String>> {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Job job;

    Parse(Job job) {
      this.job = job;
    }

    @ProcessElement
    public void parse(@Element String line, OutputReceiver<KV<String, String>> out)
        throws IOException {
      JsonNode record = JSON.readTree(line);
      String name = ByHand.tidy(record.path("accountName").asText(null));
      if (name == null) {
        return;
      }
      ObjectNode element = JSON.createObjectNode();
      element.put("companyName", name);
      put(
          element,
          "companyWebsiteDomain",
          ByHand.normalDomain(record.path("accountOrganization").path("domain").asText("")));
      put(element, "stockSymbol", text(record, "accountOrganization", "tickerSymbol"));
      put(element, "city", text(record, "accountPhysicalAddress", "city"));
      put(element, "state", text(record, "accountPhysicalAddress", "state"));
      for (Map.Entry<String, JsonNode> membership :
          record.path("segmentMembership").path("ups").properties()) {
        if (job.audiences().containsKey(membership.getKey())) {
          boolean exit = membership.getValue().path("status").asText().equals("exited");
          element.put("action", exit ? "REMOVE" : "ADD");
          out.output(KV.of(membership.getKey(), JSON.writeValueAsString(element)));
        }
      }
    }

    private static String text(JsonNode record, String object, String field) {
      return ByHand.tidy(record.path(object).path(field).asText(null));
    }

    private static void put(ObjectNode element, String field, String value) {
      if (value != null) {
        element.put(field, value);
      }
    }
  }

  /** A batch as one call. */
  private static final class Post extends DoFn<KV<String, Iterable<String>>, Void> {

    private final Job job;
    private transient LinkedIn linkedIn;
    private transient Map<String, String> ids;

    Post(Job job) {
      this.job = job;
    }

    @Setup
    public void open() throws IOException, InterruptedException {
      linkedIn = new LinkedIn(job.endpoint(), job.account(), job.token());
      ids = linkedIn.segmentIds();
    }

    @ProcessElement
    public void post(@Element KV<String, Iterable<String>> batch)
        throws IOException, InterruptedException {
      List<String> elements = new ArrayList<>(BATCH);
      batch.getValue().forEach(elements::add);
      String body = "{\"elements\":[" + String.join(",", elements) + "]}";
      linkedIn.post(
          ids.get(job.audiences().get(batch.getKey())),
          body.getBytes(StandardCharsets.UTF_8),
          elements.size());
    }
  }
}
