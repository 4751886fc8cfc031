package io.muster.vendor;

import java.io.IOException;
import java.net.Socket;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.util.Timeout;

/**
 * A connection of the pool that has no wire log: the library's own writes every header, tokens
 * included, as soon as somebody sets the root logger to debug.
 */
final class UnloggedConnection extends DefaultBHttpClientConnection
    implements ManagedHttpClientConnection {

  private Timeout timeout = Timeout.ZERO_MILLISECONDS;

  UnloggedConnection(Socket socket) throws IOException {
    super(Http1Config.DEFAULT);
    if (socket != null) {
      bind(socket);
    }
  }

  @Override
  public void bind(Socket socket) throws IOException {
    super.bind(socket);
    timeout = Timeout.ofMilliseconds(socket.getSoTimeout());
  }

  @Override
  public Socket getSocket() {
    SocketHolder holder = getSocketHolder();
    return holder == null ? null : holder.getSocket();
  }

  @Override
  public void setSocketTimeout(Timeout timeout) {
    super.setSocketTimeout(timeout);
    this.timeout = timeout;
  }

  @Override
  public void passivate() {
    super.setSocketTimeout(Timeout.ZERO_MILLISECONDS);
  }

  @Override
  public void activate() {
    super.setSocketTimeout(timeout);
  }
}
