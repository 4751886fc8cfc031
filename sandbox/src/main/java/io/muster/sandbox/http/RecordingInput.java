package io.muster.sandbox.http;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Keeps the first bytes that are read. */
final class RecordingInput extends FilterInputStream {

  private final int kept;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  RecordingInput(InputStream in, int kept) {
    super(in);
    this.kept = kept;
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int n = super.read(buffer, offset, length);
    if (n > 0 && bytes.size() < kept) {
      bytes.write(buffer, offset, Math.min(n, kept - bytes.size()));
    }
    return n;
  }
}
