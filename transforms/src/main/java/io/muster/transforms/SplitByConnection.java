package io.muster.transforms;

import io.muster.coders.MembershipChangeCoder;
import io.muster.model.MembershipChange;
import io.muster.workspace.Connection;
import io.muster.workspace.Dataflow;
import io.muster.workspace.Workspace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/** Hands each membership change to the connection that its dataflow goes through. */
public final class SplitByConnection
    extends PTransform<PCollection<MembershipChange>, PCollectionTuple> {
  private static final long serialVersionUID = 1L;

  private final Map<String, TupleTag<MembershipChange>> tags;
  private final Map<String, String> connectionOf;

  private SplitByConnection(
      Map<String, TupleTag<MembershipChange>> tags, Map<String, String> connectionOf) {
    this.tags = tags;
    this.connectionOf = connectionOf;
  }

  /** For the connections that a workspace's dataflows use; at least one. */
  public static SplitByConnection of(Workspace workspace, List<Connection> used) {
    if (used.isEmpty()) {
      throw new IllegalArgumentException("no connection is used by any dataflow");
    }
    LinkedHashMap<String, TupleTag<MembershipChange>> tags = new LinkedHashMap<>();
    used.forEach(connection -> tags.put(connection.name(), new TupleTag<>(connection.name())));
    HashMap<String, String> connectionOf = new HashMap<>();
    for (Dataflow dataflow : workspace.dataflows()) {
      connectionOf.put(dataflow.name(), dataflow.connection());
    }
    return new SplitByConnection(tags, connectionOf);
  }

  /** Where a connection's changes come out. */
  public TupleTag<MembershipChange> tag(String connection) {
    return tags.get(connection);
  }

  @Override
  public PCollectionTuple expand(PCollection<MembershipChange> changes) {
    List<TupleTag<MembershipChange>> all = new ArrayList<>(tags.values());
    TupleTagList others = TupleTagList.empty();
    for (TupleTag<MembershipChange> tag : all.subList(1, all.size())) {
      others = others.and(tag);
    }
    PCollectionTuple split =
        changes.apply(
            "Split", ParDo.of(new SplitFn(tags, connectionOf)).withOutputTags(all.get(0), others));
    all.forEach(tag -> split.get(tag).setCoder(MembershipChangeCoder.of()));
    return split;
  }

  private static final class SplitFn extends DoFn<MembershipChange, MembershipChange> {
    private static final long serialVersionUID = 1L;

    private final Map<String, TupleTag<MembershipChange>> tags;
    private final Map<String, String> connectionOf;

    SplitFn(Map<String, TupleTag<MembershipChange>> tags, Map<String, String> connectionOf) {
      this.tags = tags;
      this.connectionOf = connectionOf;
    }

    @ProcessElement
    public void process(@Element MembershipChange change, MultiOutputReceiver out) {
      out.get(tags.get(connectionOf.get(change.dataflow()))).output(change);
    }
  }
}
