package io.muster.pipelines.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.CustomCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Codes a range of lines. */
final class FileRangeCoder extends CustomCoder<FileRange> {
  private static final long serialVersionUID = 1L;

  private static final VarLongCoder NUMBERS = VarLongCoder.of();
  private static final StringUtf8Coder TEXTS = StringUtf8Coder.of();

  @Override
  public void encode(FileRange range, OutputStream out) throws IOException {
    TEXTS.encode(range.path(), out);
    NUMBERS.encode(range.start(), out);
    NUMBERS.encode(range.end(), out);
    NUMBERS.encode(range.firstLine(), out);
  }

  @Override
  public FileRange decode(InputStream in) throws IOException {
    return new FileRange(
        TEXTS.decode(in), NUMBERS.decode(in), NUMBERS.decode(in), NUMBERS.decode(in));
  }

  @Override
  public void verifyDeterministic() {}

  @Override
  public boolean equals(Object other) {
    return other instanceof FileRangeCoder;
  }

  @Override
  public int hashCode() {
    return FileRangeCoder.class.hashCode();
  }
}
