package io.muster.destination;

import io.muster.model.MembershipChange;
import io.muster.vendor.CallBudget;
import io.muster.vendor.CredentialLife;
import io.muster.vendor.HttpTimeouts;
import io.muster.vendor.VendorHttpClient;
import io.muster.workspace.Connection;
import io.muster.workspace.Secrets;
import java.io.Serializable;
import java.time.Clock;

/** A process's way to the vendors, or what stands for it. */
public interface VendorAccess extends AutoCloseable {

  /** Opens the conversation about one connection's lists, within a budget. Makes no call. */
  VendorLists open(Destination destination, Connection connection, CallBudget budget);

  /** When a connection's credentials end, as far as is known; asks nobody. */
  CredentialLife lifeOf(Connection connection);

  /** Is told of a change for which no call is needed. */
  default void leftAlone(MembershipChange change) {}

  @Override
  void close();

  /** The vendors themselves. */
  static VendorAccess overHttp(Secrets secrets, Clock clock) {
    VendorHttpClient http = new VendorHttpClient(HttpTimeouts.defaults(), secrets, clock);
    return new VendorAccess() {
      @Override
      public VendorLists open(Destination destination, Connection connection, CallBudget budget) {
        return destination.open(connection, http.within(budget));
      }

      @Override
      public CredentialLife lifeOf(Connection connection) {
        return http.lifeOf(connection);
      }

      @Override
      public void close() {
        http.close();
      }
    };
  }

  /** Opens it where the work is done. */
  @FunctionalInterface
  interface Opener extends Serializable {
    VendorAccess open(Secrets secrets, Clock clock);
  }
}
