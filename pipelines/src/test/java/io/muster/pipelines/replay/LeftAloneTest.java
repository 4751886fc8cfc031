package io.muster.pipelines.replay;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;

import io.muster.pipelines.sink.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftAloneTest {

  @TempDir private Path folder;

  private void written(String text) throws IOException {
    Files.writeString(folder.resolve("left-alone.json"), text);
  }

  @Test
  void whatWasReplayedIsKnownWhateverTheSentenceSaysInThatVersion() throws IOException {
    written(
        """
        [ { "letters" : 2, "why" : "were sent long ago", "alreadyReplayed" : true },
          { "letters" : 1, "why" : "have no change", "alreadyReplayed" : false } ]
        """);

    assertThat(
        LeftAlone.read(new RunFolder(folder.toString())),
        contains(
            new LeftAlone(2, "were sent long ago", true),
            new LeftAlone(1, "have no change", false)));
  }

  @Test
  void anEarlierVersionSaidItByItsSentenceAlone() throws IOException {
    written(
        """
        [ { "letters" : 2, "why" : "have been replayed with success; --again sends them again" },
          { "letters" : 1, "why" : "have no change" } ]
        """);

    assertThat(
        LeftAlone.read(new RunFolder(folder.toString())),
        contains(
            new LeftAlone(2, "have been replayed with success; --again sends them again", true),
            new LeftAlone(1, "have no change", false)));
  }
}
