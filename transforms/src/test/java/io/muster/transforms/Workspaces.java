package io.muster.transforms;

import io.muster.destination.Connections;
import io.muster.destination.Destinations;
import io.muster.parse.Plans;
import io.muster.workspace.Audience;
import io.muster.workspace.Connection;
import io.muster.workspace.Dataflow;
import io.muster.workspace.StateLocation;
import io.muster.workspace.Workspace;
import java.util.Arrays;
import java.util.List;

/** Small workspaces: each dataflow at Bombora through a connection of its own. */
final class Workspaces {

  private Workspaces() {}

  /** A dataflow of some audiences, through the connection {@code to-NAME}. */
  static Dataflow intent(String name, Audience... audiences) {
    Dataflow plain =
        Plans.dataflow(
            name,
            List.of(audiences),
            "accountOrganization.domain -> companyWebsiteDomain",
            "accountKey.sourceKey -> identity:primaryId");
    return new Dataflow(name, "to-" + name, "", plain.audiences(), plain.mappings());
  }

  static Workspace of(Dataflow... dataflows) {
    List<Connection> connections =
        Arrays.stream(dataflows).map(each -> connection(each.connection())).distinct().toList();
    return new Workspace(
        "muster.yaml", new StateLocation("unused", "unused"), connections, List.of(dataflows));
  }

  private static Connection connection(String name) {
    Connection plain =
        Connections.to(
            Destinations.load().require("bombora"),
            Connections.CLIENT,
            "http://unused",
            "http://unused");
    return new Connection(
        name,
        plain.destination(),
        "",
        "",
        plain.auth(),
        plain.endpoint(),
        plain.tokenEndpoint(),
        name,
        plain.options(),
        plain.limits(),
        plain.delivery());
  }
}
