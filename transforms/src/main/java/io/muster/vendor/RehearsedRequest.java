package io.muster.vendor;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request as it would have been sent, but for its secrets, which are {@value #SECRET}.
 *
 * @param kind what the vendor counts it as; {@value #TOKEN} for one that mints a token
 * @param headers those that are ours, in the order in which they would be sent
 * @param body as text; empty where there is none
 */
public record RehearsedRequest(
    String kind, String method, String url, Map<String, String> headers, String body) {

  /** What stands for a secret. */
  public static final String SECRET = "***";

  /** The kind of a request that mints a token. */
  public static final String TOKEN = "token";

  public RehearsedRequest {
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }
}
