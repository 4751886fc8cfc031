package io.muster.pipelines.workspace;

import io.muster.destination.NormalisedName;
import java.util.HashMap;
import java.util.Map;

/** One name at one vendor account belongs to one dataflow, compared trimmed and without case. */
final class ListNamesRule implements Rule {

  private record ListAt(int account, String name) {}

  private record Taker(String dataflow, int line) {}

  @Override
  public void check(WorkspaceDraft workspace) {
    VendorAccounts accounts = new VendorAccounts(workspace.connections());
    Map<ListAt, Taker> takers = new HashMap<>();
    for (DataflowDraft dataflow : workspace.dataflows()) {
      dataflow
          .connection()
          .map(accounts::of)
          .ifPresent(
              account ->
                  dataflow
                      .audiences()
                      .value()
                      .forEach(audience -> check(dataflow, account, audience, takers)));
    }
  }

  private static void check(
      DataflowDraft dataflow, int account, AudienceDraft audience, Map<ListAt, Taker> takers) {
    audience
        .name()
        .ifPresent(
            name -> {
              ListAt list = new ListAt(account, NormalisedName.of(name.value()));
              Taker first =
                  takers.putIfAbsent(list, new Taker(dataflow.name(), name.place().line()));
              if (first != null) {
                name.place()
                    .mistake(
                        "the name "
                            + Quoted.of(name.value())
                            + " is taken at this vendor account, by dataflow "
                            + first.dataflow()
                            + " in line "
                            + first.line(),
                        "give one of the two lists another name");
              }
            });
  }
}
