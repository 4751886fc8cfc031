package io.muster.pipelines.lists;

import io.muster.delivery.ListRegistry.Registration;
import io.muster.destination.NormalisedName;
import io.muster.pipelines.registry.Registry;
import io.muster.workspace.Workspace;
import java.util.List;

/**
 * A list that the registry knows.
 *
 * @param active whether the workspace still has its audience, in that dataflow through that
 *     connection
 */
public record KnownList(Registration registration, boolean active) {

  /**
   * All of them, by connection, dataflow and audience. Asks no vendor.
   *
   * @throws io.muster.pipelines.registry.RegistryException when the registry fails
   */
  public static List<KnownList> all(Registry registry, Workspace workspace) {
    return registry.lists().all().stream()
        .map(registration -> new KnownList(registration, isIn(workspace, registration)))
        .toList();
  }

  private static boolean isIn(Workspace workspace, Registration registration) {
    return workspace.dataflowsOf(registration.connection()).stream()
        .filter(dataflow -> dataflow.name().equals(registration.list().dataflow()))
        .flatMap(dataflow -> dataflow.audiences().stream())
        .anyMatch(audience -> audience.id().equals(registration.list().audience()));
  }

  /** Whether the vendor is known to have it; else its creation was begun and never confirmed. */
  public boolean isConfirmed() {
    return !registration.listId().isEmpty();
  }

  /**
   * Whether a person means this list.
   *
   * @param asked its name (trimmed, without case), the vendor's id, or its audience's id
   */
  public boolean isCalled(String asked) {
    return NormalisedName.same(registration.name(), asked)
        || registration.list().audience().equals(asked)
        || (isConfirmed() && registration.listId().equals(asked));
  }
}
