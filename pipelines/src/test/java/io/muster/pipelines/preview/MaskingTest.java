package io.muster.pipelines.preview;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.muster.destination.DestinationSpec;
import io.muster.destination.Destinations;
import io.muster.model.Member;
import org.junit.jupiter.api.Test;

class MaskingTest {

  private static final Masking MASKING = new Masking(false);

  private static DestinationSpec spec(String destination) {
    return Destinations.load().require(destination).spec();
  }

  @Test
  void ofAnAccountOnlyItsIdIsMaskedAndAsTheKeyToo() {
    Member acme =
        Member.of(
            "identity:primaryId=0015e@sfdc.Salesforce",
            "accountName",
            "Acme",
            "accountEmailDomain",
            "acme.com",
            "identity:primaryId",
            "0015e@sfdc.Salesforce");

    assertThat(
        MASKING.of(spec("demandbase"), acme),
        is(
            Member.of(
                "identity:primaryId=0•••@sfdc.Salesforce",
                "accountName",
                "Acme",
                "accountEmailDomain",
                "acme.com",
                "identity:primaryId",
                "0•••@sfdc.Salesforce")));
    Member domain = Member.of("companyWebsiteDomain=acme.com", "companyWebsiteDomain", "acme.com");
    assertThat(MASKING.of(spec("bombora"), domain), is(domain));
  }

  @Test
  void ofAPersonAllIsMaskedButTheCompany() {
    Member jane =
        Member.of(
            "identity:email=jane@acme.com",
            "identity:email",
            "jane@acme.com",
            "firstName",
            "Jane",
            "lastName",
            "D",
            "title",
            "𝒟r",
            "accountName",
            "Acme",
            "accountEmailDomain",
            "acme.com");

    assertThat(
        MASKING.of(spec("demandbase-people"), jane),
        is(
            Member.of(
                "identity:email=j•••@acme.com",
                "identity:email",
                "j•••@acme.com",
                "firstName",
                "J•••",
                "lastName",
                "•••",
                "title",
                "𝒟•••",
                "accountName",
                "Acme",
                "accountEmailDomain",
                "acme.com")));
    assertThat(new Masking(true).of(spec("demandbase-people"), jane), is(jane));
  }
}
