package io.muster.sandbox.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.muster.sandbox.fault.Faults;
import io.muster.sandbox.journal.Journal;
import io.muster.sandbox.vendor.Tokens;
import io.muster.sandbox.vendor.Vendor;
import io.muster.sandbox.vendor.VendorList;
import java.util.List;

/** What the admin endpoints show and change. */
public interface SandboxState {

  /** All lists, by vendor, account, name and id. */
  List<VendorList> lists(boolean withMembers);

  Journal journal();

  Faults faults();

  /** The configuration with secrets masked. */
  JsonNode configuration();

  /**
   * Changes what is named and leaves the rest.
   *
   * @throws IllegalArgumentException saying what is wrong; nothing is changed then
   */
  void configure(JsonNode changes);

  Tokens tokens(Vendor vendor);

  /** Forgets lists, calls, breaches, faults and tokens; the configuration stays. */
  void reset();
}
