package io.muster.pipelines.page;

import io.muster.destination.CallLimit;
import io.muster.destination.Destination;
import io.muster.destination.Destinations;
import io.muster.workspace.Audience;
import io.muster.workspace.Connection;
import io.muster.workspace.Dataflow;
import io.muster.workspace.Limits;
import io.muster.workspace.Mapping;
import io.muster.workspace.Workspace;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What has to be known of a workspace to gather a page's details.
 *
 * @param lettersHere whether the run folder has the dead letters
 * @param ledgerHere whether it has the ledger
 */
public record PageSources(
    List<ListSource> lists, List<BudgetSource> budgets, boolean lettersHere, boolean ledgerHere)
    implements Serializable {

  public PageSources {
    lists = List.copyOf(lists);
    budgets = List.copyOf(budgets);
  }

  /**
   * A list, and how its members are made.
   *
   * @param vendor as people say it
   * @param sources the source path of each target
   */
  record ListSource(
      String connection,
      String dataflow,
      String audience,
      String vendor,
      Map<String, String> sources)
      implements Serializable {

    ListSource {
      sources = Map.copyOf(sources);
    }
  }

  /** A budget and its limits. */
  record BudgetSource(String name, List<LimitSource> limits) implements Serializable {
    BudgetSource {
      limits = List.copyOf(limits);
    }
  }

  /** A limit of one kind of call. */
  record LimitSource(String kind, int perMinute, int perDay) implements Serializable {}

  /** Those of a workspace's chosen dataflows. */
  public static PageSources of(Workspace workspace, boolean lettersHere, boolean ledgerHere) {
    Destinations destinations = Destinations.load();
    List<ListSource> lists = new ArrayList<>();
    Map<String, Map<String, LimitSource>> budgets = new LinkedHashMap<>();
    for (Dataflow dataflow : workspace.dataflows()) {
      Connection connection = workspace.connection(dataflow.connection());
      Destination destination = destinations.require(connection.destination());
      Map<String, String> sources = new TreeMap<>();
      for (Mapping mapping : dataflow.mappings()) {
        sources.put(mapping.target(), mapping.source().toString());
      }
      for (Audience audience : dataflow.audiences()) {
        lists.add(
            new ListSource(
                connection.name(),
                dataflow.name(),
                audience.id(),
                destination.spec().title(),
                sources));
      }
      Map<String, LimitSource> limits =
          budgets.computeIfAbsent(connection.budget(), name -> new TreeMap<>());
      for (CallLimit limit : destination.callLimits(connection)) {
        if (limit.perMinute() < Limits.UNLIMITED || limit.perDay() < Limits.UNLIMITED) {
          limits.putIfAbsent(
              limit.kind(), new LimitSource(limit.kind(), limit.perMinute(), limit.perDay()));
        }
      }
    }
    return new PageSources(
        lists,
        budgets.entrySet().stream()
            .map(
                budget ->
                    new BudgetSource(budget.getKey(), List.copyOf(budget.getValue().values())))
            .toList(),
        lettersHere,
        ledgerHere);
  }
}
