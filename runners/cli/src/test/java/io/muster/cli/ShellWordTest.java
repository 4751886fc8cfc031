package io.muster.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.api.Test;

final class ShellWordTest {

  @Test
  void whatAShellLeavesAsItIsStaysPlain() {
    assertThat(
        ShellWord.of("/srv/runs/20261122T014501Z-tier-1-03af"),
        is("/srv/runs/20261122T014501Z-tier-1-03af"));
    assertThat(ShellWord.of("s3://bucket/runs:1"), is("s3://bucket/runs:1"));
  }

  @Test
  void whatItWouldSplitOrMatchIsInQuotes() {
    assertThat(ShellWord.of("/tmp/b [x]"), is("'/tmp/b [x]'"));
    assertThat(ShellWord.of("a*"), is("'a*'"));
    assertThat(ShellWord.of("{open"), is("'{open'"));
    assertThat(ShellWord.of("$HOME"), is("'$HOME'"));
    assertThat(ShellWord.of("Ann's"), is("'Ann'\\''s'"));
    assertThat(ShellWord.of(""), is("''"));
  }
}
