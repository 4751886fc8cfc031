package io.muster.sandbox.vendor;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/** One vendor's simulator. Thread safe; state is behind one lock each. */
public interface VendorApi {

  /** The first path segment, such as {@code demandbase}. */
  String prefix();

  /** Whose lists it holds. */
  Set<Vendor> vendors();

  /**
   * What a workspace calls its endpoint: the path below {@link #prefix}, without slashes around.
   */
  String endpoint();

  /** Where tokens are minted, likewise. */
  String tokenEndpoint();

  /** Which vendor's list the call is about. */
  Vendor vendorOf(ApiRequest request) throws IOException;

  /** Whether an order for that vendor reaches the call: calls that name no list are shared. */
  default boolean concerns(Vendor ordered, ApiRequest request) throws IOException {
    return vendorOf(request) == ordered;
  }

  /** Whether the call makes a list. */
  boolean isCreation(ApiRequest request);

  /** Does what the vendor would do. */
  Answer handle(ApiRequest request, CallNotes notes, Interference interference) throws IOException;

  /** An error in the vendor's own shape. */
  Answer error(int status, String message);

  /** What the vendor says of a list that it does not have. */
  Answer notFound(ApiRequest request);

  /** The lists in the order of their creation. */
  List<VendorList> lists(boolean withMembers);

  Tokens tokens();

  /** Forgets lists, minted tokens and counted calls. */
  void reset();
}
