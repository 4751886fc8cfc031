package io.muster.destination;

import io.muster.workspace.DeliverySettings;
import io.muster.workspace.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A destination's entry in the catalogue.
 *
 * @param name as a workspace writes it, such as {@code linkedin-companies}
 * @param title as people say it
 * @param entityType what its members are
 * @param targets every field that can be mapped, in the order of the documentation
 * @param memberKey targets whose first present value is the member's key, strongest first
 * @param authKinds the shapes of {@code auth} that it takes
 * @param accountRequired whether a connection must name the vendor's account
 * @param options its own options with their defaults
 * @param forms what an option, or {@code account}, must look like; any name where it is not in here
 * @param endpoint the vendor's base URL
 * @param tokenEndpoint where the vendor mints tokens
 * @param limits the documented default of each limit
 * @param maximum above it a limit is refused
 * @param delivery the default patience
 * @param batch what one call may carry
 * @param lifecycle what the vendor lets one do with a list
 * @param evidence what the vendor says of its lists' members
 * @param documentation where its facts are gathered, a path in this repository
 */
public record DestinationSpec(
    String name,
    String title,
    EntityType entityType,
    List<TargetField> targets,
    List<String> memberKey,
    Set<AuthKind> authKinds,
    boolean accountRequired,
    Map<String, String> options,
    Map<String, ValueForm> forms,
    String endpoint,
    String tokenEndpoint,
    Limits limits,
    Limits maximum,
    DeliverySettings delivery,
    BatchShape batch,
    Lifecycle lifecycle,
    Evidence evidence,
    String documentation) {

  public DestinationSpec {
    targets = List.copyOf(targets);
    memberKey = List.copyOf(memberKey);
    authKinds = Set.copyOf(authKinds);
    options = Map.copyOf(options);
    forms = Map.copyOf(forms);
  }

  /** The target of that name. */
  public Optional<TargetField> target(String name) {
    return targets.stream().filter(target -> target.name().equals(name)).findFirst();
  }

  /** What a list's members are. */
  public enum EntityType {
    ACCOUNT,
    PERSON
  }

  /** The shapes of a connection's {@code auth}. */
  public enum AuthKind {
    TOKEN,
    CLIENT_CREDENTIALS,
    REFRESH_TOKEN
  }

  /**
   * What one call may carry.
   *
   * @param mixed whether additions and removals may share a call
   * @param maxBytes bytes of a request body, at most
   * @param maxRemovals members that a call can remove, at most, where that is less than the
   *     connection's {@code batchSize}: 1 at a vendor that removes one by one; not where calls are
   *     mixed
   */
  public record BatchShape(boolean mixed, long maxBytes, int maxRemovals) {
    public BatchShape {
      if (maxRemovals < 1 || (mixed && maxRemovals != Limits.UNLIMITED)) {
        throw new IllegalArgumentException("removals of a call: " + maxRemovals);
      }
    }

    /** As many may be removed at once as added. */
    public BatchShape(boolean mixed, long maxBytes) {
      this(mixed, maxBytes, Limits.UNLIMITED);
    }
  }

  /**
   * What the vendor lets one do with a list.
   *
   * @param settling how long a new list must rest before it takes members
   */
  public record Lifecycle(boolean renames, boolean deletes, Duration settling) {}

  /**
   * What the vendor says of its lists' members, for people: each goes on from "Vendor: ".
   *
   * @param accepted how it acknowledges a member
   * @param landed what it says of members that are in a list
   * @param matched what it says of members that it found among its own
   */
  public record Evidence(String accepted, String landed, String matched) {

    /** Of what the vendor says nothing. */
    public static final String NO_NUMBER = "no number";
  }
}
