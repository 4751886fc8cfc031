package io.muster.pipelines.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.muster.pipelines.sink.RunFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PDone;

/**
 * Letters of which a replay does nothing, for one reason.
 *
 * @param letters how many
 * @param why a half sentence behind "dead letters"
 * @param replayedAlready whether they are left alone because a replay has delivered them
 */
public record LeftAlone(long letters, String why, boolean replayedAlready) {

  private static final String FILE = "left-alone.json";
  private static final String REPLAYED = "alreadyReplayed";
  private static final JsonMapper MAPPER = new JsonMapper();

  /** What the replay of a run folder has left alone; empty while it goes on. */
  public static List<LeftAlone> read(RunFolder folder) throws IOException {
    Optional<String> text = folder.read(FILE);
    List<LeftAlone> all = new ArrayList<>();
    try {
      for (JsonNode each : MAPPER.readTree(text.orElse("[]"))) {
        String why = each.path("why").asText();
        // An earlier version said it by its sentence alone.
        boolean replayed = each.path(REPLAYED).asBoolean(isOfReplayed(why));
        all.add(new LeftAlone(each.path("letters").asLong(), why, replayed));
      }
    } catch (JsonProcessingException e) {
      throw new IOException(folder.path() + "/" + FILE + " is not what a replay writes", e);
    }
    return all;
  }

  private static boolean isOfReplayed(String why) {
    return why.equals(ChosenLetters.ALREADY_REPLAYED);
  }

  /** Writes the counts down when all are counted. */
  static final class Write extends PTransform<PCollection<KV<String, Long>>, PDone> {
    private static final long serialVersionUID = 1L;

    private final RunFolder folder;

    Write(RunFolder folder) {
      this.folder = folder;
    }

    @Override
    public PDone expand(PCollection<KV<String, Long>> counts) {
      KvCoder<String, Long> coder = KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of());
      // Nothing is written down as well: the folder may be one that was used before.
      PCollection<KV<String, Long>> nothing =
          counts.getPipeline().apply("NothingLeft", Create.of(KV.of("", 0L)).withCoder(coder));
      PCollectionList.of(counts)
          .and(nothing)
          .apply("All", Flatten.pCollections())
          .apply("Together", WithKeys.of(""))
          .setCoder(KvCoder.of(StringUtf8Coder.of(), coder))
          .apply("Gather", GroupByKey.create())
          .apply("Write", ParDo.of(new WriteFn(folder)));
      return PDone.in(counts.getPipeline());
    }
  }

  private static final class WriteFn extends DoFn<KV<String, Iterable<KV<String, Long>>>, Void> {
    private static final long serialVersionUID = 1L;

    private final RunFolder folder;

    WriteFn(RunFolder folder) {
      this.folder = folder;
    }

    @ProcessElement
    public void process(@Element KV<String, Iterable<KV<String, Long>>> all) throws IOException {
      Map<String, Long> sorted = new TreeMap<>();
      all.getValue().forEach(each -> sorted.put(each.getKey(), each.getValue()));
      ArrayNode json = JsonNodeFactory.instance.arrayNode();
      sorted.forEach(
          (why, letters) -> {
            if (letters > 0) {
              json.addObject()
                  .put("letters", letters)
                  .put("why", why)
                  .put(REPLAYED, isOfReplayed(why));
            }
          });
      folder.write(FILE, json.toPrettyString() + "\n");
    }
  }
}
