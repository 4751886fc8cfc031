package io.muster.sandbox.http;

import java.io.IOException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/** Everything that is no vendor's path. */
public interface AdminEndpoint {

  /** Answers in full. */
  void serve(Request request, Response response, String path) throws IOException;
}
