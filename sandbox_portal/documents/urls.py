"""The map of documents."""

from django.urls import path

from .views import bundles, drafts, evidence, files, issued, jobs, letters, messages

urlpatterns = [
    path("cases/<uuid:case>/files/", evidence.CaseEvidence.as_view(), name="case-evidence"),
    path("cases/<uuid:case>/file-list/", files.CaseFiles.as_view(), name="case-files"),
    path("files/<uuid:attachment>/", evidence.DownloadEvidence.as_view(), name="evidence-download"),
    path("files/<uuid:attachment>/remove/", evidence.RemoveEvidence.as_view(), name="evidence-remove"),
    path("files/<uuid:attachment>/about/", files.AboutEvidence.as_view(), name="evidence-page"),
    path("files/<uuid:attachment>/replace/", files.ReplaceEvidence.as_view(), name="evidence-replace"),
    path("cases/<uuid:case>/documents/", issued.CaseDocuments.as_view(), name="case-documents"),
    path("documents/<uuid:document>/", issued.ReadDocument.as_view(), name="document-page"),
    path("documents/<uuid:document>/download/", issued.DownloadDocument.as_view(), name="document-download"),
    path("check-a-document/", issued.CheckADocument.as_view(), name="document-check"),
    path("check-a-file/", issued.CheckAFile.as_view(), name="document-check-file"),
    path("documents/<uuid:document>/withdraw/", issued.WithdrawADocument.as_view(), name="document-withdraw"),
    path("check-a-document/<slug:number>/", issued.VerifyDocument.as_view(), name="document-verify"),
    path("letters/", letters.ListLetters.as_view(), name="letter-list"),
    path("letters/<slug:code>/", letters.LetterDetail.as_view(), name="letter-detail"),
    path("letters/<slug:code>/preview/", letters.PreviewLetter.as_view(), name="letter-preview"),
    path("letters/<slug:code>/print/", letters.PrintLetter.as_view(), name="letter-print"),
    path("letters/<slug:code>/new-words/", letters.StartLetterDraft.as_view(), name="letter-draft-start"),
    path("letter-drafts/<uuid:draft>/", drafts.EditLetterDraft.as_view(), name="letter-draft"),
    path("letter-drafts/<uuid:draft>/print/", drafts.PrintLetterDraft.as_view(), name="letter-draft-print"),
    path("letter-drafts/<uuid:draft>/publish/", drafts.PublishLetterDraft.as_view(), name="letter-draft-publish"),
    path("letter-drafts/<uuid:draft>/close/", drafts.CloseLetterDraft.as_view(), name="letter-draft-close"),
    path("jobs/", jobs.MyJobs.as_view(), name="my-jobs"),
    path("jobs/<uuid:job>/", jobs.ShowJob.as_view(), name="job-page"),
    path("jobs/<uuid:job>/retry/", jobs.RetryJob.as_view(), name="job-retry"),
    path("jobs/<uuid:job>/cancel/", jobs.CancelJob.as_view(), name="job-cancel"),
    path("jobs/<uuid:job>/download/", jobs.DownloadResult.as_view(), name="job-download"),
    path("cases/<uuid:case>/messages/", messages.CaseMessages.as_view(), name="case-messages"),
    path("cases/<uuid:case>/messages/open/", messages.OpenMessages.as_view(), name="case-messages-open"),
    path("messages/<uuid:message>/take-back/", messages.WithdrawMessage.as_view(), name="message-withdraw"),
    path("messages/files/<uuid:file>/", messages.DownloadMessageFile.as_view(), name="message-file"),
    path("cases/<uuid:case>/everything/", bundles.CaseBundle.as_view(), name="case-bundle"),
    path(
        "organisation/<uuid:organisation>/everything/", bundles.OrganisationBundle.as_view(), name="organisation-bundle"
    ),
]
